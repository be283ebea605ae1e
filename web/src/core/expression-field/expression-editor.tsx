import {
  acceptCompletion,
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
} from '@codemirror/autocomplete'
import { diagnosticCount, setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState, Prec } from '@codemirror/state'
import { EditorView, keymap, placeholder as showPlaceholder } from '@codemirror/view'
import { completeAt, completeTemplateAt, type Scope } from '@flexoffice/expression'
import { minimalSetup } from 'codemirror'
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import { type ExpressionProblem, explainProblem } from './expression-problem.ts'
import { expressionColours, expressionTheme } from './expression-theme.ts'

/** What the field may ask of its editor. */
export interface ExpressionEditorHandle {
  focusAt: (position: number) => void
}

/** Properties of ExpressionEditor. */
export interface ExpressionEditorProps {
  ref?: Ref<ExpressionEditorHandle>
  labelId: string
  notesId: string
  value: string
  onChange: (value: string) => void
  onBlur?: () => void
  scope: Scope
  problems: readonly ExpressionProblem[]
  template?: boolean
  placeholder?: string
  readOnly?: boolean
  lines: number
}

/** CodeMirror with the completion and the problems of the expression language; Tab leaves it, as it does every field. */
export function ExpressionEditor(props: ExpressionEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const latest = useRef(props)
  const settings = useRef(new Compartment())
  useEffect(() => {
    latest.current = props
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is made once; what changes later is dispatched below
  useEffect(() => {
    if (!host.current) return
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: props.value,
        extensions: [baseExtensions(latest), settings.current.of(changing(props))],
      }),
    })
    view.current = editor
    return () => {
      view.current = null
      editor.destroy()
    }
  }, [])
  const { labelId, notesId, placeholder, readOnly, lines, value, problems } = props
  // biome-ignore lint/correctness/useExhaustiveDependencies: the named values are all that `changing` reads
  useEffect(() => {
    view.current?.dispatch({ effects: settings.current.reconfigure(changing(props)) })
  }, [labelId, notesId, placeholder, readOnly, lines])
  useEffect(() => {
    const editor = view.current
    if (!editor || editor.state.doc.toString() === value) return
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } })
  }, [value])
  useEffect(() => {
    const editor = view.current
    if (!editor || (problems.length === 0 && diagnosticCount(editor.state) === 0)) return
    editor.dispatch(setDiagnostics(editor.state, toDiagnostics(problems, editor.state.doc.length)))
  }, [problems])
  useImperativeHandle(props.ref, () => ({
    focusAt(position) {
      const editor = view.current
      editor?.focus()
      editor?.dispatch({
        selection: { anchor: Math.min(position, editor.state.doc.length) },
        scrollIntoView: true,
      })
    },
  }))
  return <div ref={host} />
}

type Latest = { current: ExpressionEditorProps }

function baseExtensions(latest: Latest) {
  return [
    minimalSetup,
    closeBrackets(),
    autocompletion({
      override: [(context) => complete(context, latest.current.scope, latest.current.template === true)],
      icons: false,
      closeOnBlur: true,
    }),
    Prec.high(keymap.of([{ key: 'Tab', run: acceptCompletion }])),
    expressionColours(() => latest.current.template === true),
    expressionTheme,
    EditorView.lineWrapping,
    EditorView.updateListener.of((update) => {
      if (!update.docChanged) return
      const text = update.state.doc.toString()
      if (text !== latest.current.value) latest.current.onChange(text)
    }),
    EditorView.domEventHandlers({ blur: () => latest.current.onBlur?.() }),
  ]
}

function changing({ labelId, notesId, placeholder, readOnly, lines }: ExpressionEditorProps) {
  return [
    EditorView.contentAttributes.of({
      'aria-labelledby': labelId,
      'aria-describedby': notesId,
      style: `min-height: ${lines * 20 + 10}px`,
    }),
    EditorState.readOnly.of(readOnly === true),
    EditorView.editable.of(readOnly !== true),
    placeholder ? showPlaceholder(placeholder) : [],
  ]
}

function complete(context: CompletionContext, scope: Scope, template: boolean): CompletionResult | null {
  const source = context.state.doc.toString()
  const { from, options } = (template ? completeTemplateAt : completeAt)(source, context.pos, scope)
  const typed = context.pos > from || source[from - 1] === '.'
  if (options.length === 0 || (!context.explicit && !typed)) return null
  return {
    from,
    validFor: /^\w*$/,
    options: options.map((option) => ({
      label: option.label,
      type: option.kind,
      detail: option.type,
      info: option.detail || undefined,
      boost: option.kind === 'function' ? -50 : 0,
      apply: (view, _completion, start, end) => {
        const at = option.from ?? start
        view.dispatch({
          changes: { from: at, to: end, insert: option.insert },
          selection: { anchor: at + option.insert.length },
          userEvent: 'input.complete',
        })
      },
    })),
  }
}

function toDiagnostics(problems: readonly ExpressionProblem[], length: number) {
  return problems.map((problem) => {
    const from = Math.min(problem.from, length)
    return {
      from,
      to: Math.max(from, Math.min(problem.to, length)),
      severity: problem.severity ?? ('error' as const),
      message: explainProblem(problem),
    }
  })
}
