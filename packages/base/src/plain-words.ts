/** The words of a text without accents, in lower-case ASCII letters and digits; none where nothing of it can be written so. */
export function plainWords(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.split(/[^a-z0-9]+/).filter((word) => word !== '')
}
