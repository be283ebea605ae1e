/** Tells the person at the terminal what goes on; standard output stays the program's own. */
export function say(text) {
  process.stderr.write(`${text}\n`)
}

/** Ends with the reason and the remedy, without a stack trace that would hide them. */
export function giveUp(problem, remedy) {
  say(`\n${problem}\n\nWhat to do: ${remedy}`)
  process.exit(1)
}

/** Says every 15 seconds that a long step still goes on; call the result when it is done. */
export function sayProgress(step) {
  const begun = Date.now()
  const timer = setInterval(() => say(`  ... ${step} (${Math.round((Date.now() - begun) / 1000)} s)`), 15_000)
  return () => {
    clearInterval(timer)
    return Math.max(1, Math.round((Date.now() - begun) / 1000))
  }
}
