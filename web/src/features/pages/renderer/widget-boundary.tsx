import { Component, type ReactNode } from 'react'
import { translate } from '../../../core/i18n/languages.ts'

interface BoundaryProps {
  name: string
  /** A new one gives the widget another try: its values changed, so it may work now. */
  resetKey: unknown
  children: ReactNode
}

interface BoundaryState {
  failedWith: unknown
}

/** Keeps the failure of one widget to itself. A class, because React has no other way to catch it. */
export class WidgetBoundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { failedWith: null }

  static getDerivedStateFromError(): Partial<BoundaryState> {
    return { failedWith: pending }
  }

  override componentDidCatch(): void {
    this.setState({ failedWith: this.props.resetKey })
  }

  override componentDidUpdate(): void {
    const { failedWith } = this.state
    if (failedWith !== null && failedWith !== pending && failedWith !== this.props.resetKey)
      this.setState({ failedWith: null })
  }

  override render(): ReactNode {
    if (this.state.failedWith === null) return this.props.children
    return (
      <div
        role="alert"
        className="grid h-full place-items-center overflow-auto rounded-md bg-danger-soft p-2 text-center text-danger-ink"
      >
        {translate('pageView.widgetFailed', { name: this.props.name })}
      </div>
    )
  }
}

/** Between the failure and the moment when React tells of it, so that the same values are not tried twice. */
const pending = Symbol('pending')
