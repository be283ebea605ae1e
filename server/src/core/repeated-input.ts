/**
 * The input of a read as it came. Widgets, people and programs ask the same again and again, so what was read and checked
 * once stands for the same text of every caller; it is frozen for that. Whether the caller may ask is not decided here.
 */
export class RepeatedInput {
  readonly text: string
  readonly #read: () => unknown

  /** `text` has to decide alone what `read` gives. */
  constructor(text: string, read: () => unknown) {
    this.text = text
    this.#read = read
  }

  read(): unknown {
    return this.#read()
  }
}

const maximumTexts = 1_000
/** Longer texts are seldom sent twice. */
export const longestRepeated = 8_192

/** Checked inputs of one operation, the ones that were least recently used dropped first. */
export class CheckedInputs {
  readonly #known = new Map<string, unknown>()

  /** What the text stands for; `check` is asked when that is not known, and what it refuses is not kept. */
  find(text: string, check: () => unknown): unknown {
    const known = this.#known.get(text)
    if (known !== undefined) this.#known.delete(text)
    const checked = known ?? freeze(check())
    this.#known.set(text, checked)
    if (this.#known.size > maximumTexts) this.#known.delete(this.#known.keys().next().value!)
    return checked
  }
}

function freeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  for (const part of Object.values(value)) freeze(part)
  return Object.freeze(value)
}
