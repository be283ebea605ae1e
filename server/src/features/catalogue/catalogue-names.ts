/** A label for people: `customer_id` -> `Customer id`. What has capitals or spaces already was written for people. */
export function labelFor(name: string): string {
  if (/[A-Z ]/.test(name)) return name
  const words = name.replaceAll('_', ' ').trim()
  return words === '' ? name : words[0]!.toUpperCase() + words.slice(1)
}
