/** A line of those who wait: first come, first served, and leaving from the middle is possible. */
export class WaitingLine<Item> {
  #items: (Item | undefined)[] = []
  #head = 0
  #size = 0

  get size(): number {
    return this.#size
  }

  push(item: Item): void {
    this.#items.push(item)
    this.#size += 1
  }

  shift(): Item | undefined {
    while (this.#head < this.#items.length) {
      const item = this.#items[this.#head]
      this.#items[this.#head] = undefined
      this.#head += 1
      if (this.#head > 1024 && this.#head * 2 > this.#items.length) this.#compact()
      if (item === undefined) continue
      this.#size -= 1
      return item
    }
    this.#compact()
    return undefined
  }

  /** The first, left where it is. */
  peek(): Item | undefined {
    while (this.#head < this.#items.length && this.#items[this.#head] === undefined) this.#head += 1
    return this.#items[this.#head]
  }

  /** Takes from the front, at most so many. */
  shiftMany(most: number): Item[] {
    const taken: Item[] = []
    while (taken.length < most && this.#size > 0) taken.push(this.shift()!)
    return taken
  }

  /** Takes out all that the test names. */
  takeWhere(test: (item: Item) => boolean): Item[] {
    const taken: Item[] = []
    for (let index = this.#head; index < this.#items.length; index += 1) {
      const item = this.#items[index]
      if (item === undefined || !test(item)) continue
      taken.push(item)
      this.#items[index] = undefined
    }
    this.#size -= taken.length
    return taken
  }

  #compact(): void {
    this.#items = this.#items.slice(this.#head)
    this.#head = 0
  }
}
