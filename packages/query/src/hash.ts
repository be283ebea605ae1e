/** A name of 32 hexadecimal digits for a text. It tells texts apart, it does not protect: never use it for secrets. */
export function hashText(text: string): string {
  return [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f].map((seed) => hashWord(text, seed)).join('')
}

function hashWord(text: string, seed: number): string {
  let hash = seed ^ text.length
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x5bd1e995)
    hash ^= hash >>> 15
  }
  return ((hash ^ (hash >>> 13)) >>> 0).toString(16).padStart(8, '0')
}
