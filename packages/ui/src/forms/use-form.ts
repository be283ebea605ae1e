import { useRef, useState } from 'react'
import type { FormProblem } from './form.tsx'

/** What useForm needs to know. */
export interface FormOptions<Values extends object> {
  initial: Values
  /** Returns the message of each wrong field; run on blur (that field) and on submit (all). */
  validate?: (values: Values) => Partial<Record<keyof Values & string, string | undefined>>
  /** Does the work; what it throws is turned into problems by `readFailure`. */
  submit: (values: Values) => Promise<unknown>
  /** Problems of a thrown error, or null when it was shown elsewhere. */
  readFailure?: (failure: unknown) => FormProblem[] | null
}

/** State of a form: values, mistakes, busy, and ready-made properties for `Form` and the fields. */
export interface FormState<Values extends object> {
  values: Values
  set: <Key extends keyof Values & string>(name: Key, value: Values[Key]) => void
  /** Properties for a field with `value` and `onChange`. */
  field: <Key extends keyof Values & string>(
    name: Key,
  ) => {
    name: Key
    value: Values[Key]
    onChange: (value: Values[Key]) => void
    onBlur: () => void
    error: string | undefined
  }
  /** Properties for Checkbox and Switch. */
  checkedField: <Key extends keyof Values & string>(
    name: Key,
  ) => { name: Key; checked: boolean; onChange: (checked: boolean) => void; error: string | undefined }
  /** Properties for Form. */
  form: { onSubmit: () => void; problems: FormProblem[]; attempt: number }
  busy: boolean
  dirty: boolean
  reset: (values?: Values) => void
}

/** Runs a form by the house's rules: validation on blur, a summary on submit, mistakes vanish while they are being mended. */
export function useForm<Values extends object>(options: FormOptions<Values>): FormState<Values> {
  type Name = keyof Values & string
  const [initial, setInitial] = useState(options.initial)
  const [values, setValues] = useState(options.initial)
  const [problems, setProblems] = useState<FormProblem[]>([])
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)
  const running = useRef(false)
  // What the server refused stands until the field is changed: nothing here can tell that it is right.
  const answered = useRef<readonly FormProblem[]>([])

  const without = (name: string) => (list: FormProblem[]) => list.filter((problem) => problem.field !== name)
  const set: FormState<Values>['set'] = (name, value) => {
    setValues((before) => ({ ...before, [name]: value }))
    setProblems(without(name))
  }
  const blur = (name: Name) => {
    const message = options.validate?.(values)[name]
    setProblems((list) =>
      message
        ? [...without(name)(list), { field: name, message }]
        : list.filter((problem) => problem.field !== name || answered.current.includes(problem)),
    )
  }
  const refuse = (list: FormProblem[]) => {
    setProblems(list)
    setAttempt((count) => count + 1)
  }
  const submit = async () => {
    if (running.current) return
    const wrong = Object.entries(options.validate?.(values) ?? {}).filter(
      (entry): entry is [string, string] => Boolean(entry[1]),
    )
    if (wrong.length > 0) return refuse(wrong.map(([field, message]) => ({ field, message })))
    running.current = true
    setBusy(true)
    try {
      await options.submit(values)
      setProblems([])
      setInitial(values)
    } catch (failure) {
      const read = options.readFailure?.(failure)
      if (read === undefined) throw failure
      if (!read) return
      answered.current = read
      refuse(read)
    } finally {
      running.current = false
      setBusy(false)
    }
  }
  const errorOf = (name: string) => problems.find((problem) => problem.field === name)?.message
  return {
    values,
    set,
    field: (name) => ({
      name,
      value: values[name],
      onChange: (value) => set(name, value),
      onBlur: () => blur(name),
      error: errorOf(name),
    }),
    checkedField: (name) => ({
      name,
      checked: Boolean(values[name]),
      onChange: (checked) => set(name, checked as Values[typeof name]),
      error: errorOf(name),
    }),
    form: { onSubmit: () => void submit(), problems, attempt },
    busy,
    dirty: JSON.stringify(values) !== JSON.stringify(initial),
    reset: (next = initial) => {
      setInitial(next)
      setValues(next)
      setProblems([])
      setAttempt(0)
    },
  }
}
