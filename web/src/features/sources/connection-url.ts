/** What the form of a connection holds; all as typed. */
export interface ConnectionValues {
  host: string
  port: string
  database: string
  user: string
  password: string
  tlsMode: TlsMode
  tlsAuthority: string
  readOnly: boolean
}

/** How the channel is encrypted, with libpq's meanings. */
export const tlsModes = ['verify-full', 'verify-ca', 'require', 'disable'] as const

/** One way of encryption. */
export type TlsMode = (typeof tlsModes)[number]

/** An empty form with the safe defaults. */
export const emptyConnection: ConnectionValues = {
  host: '',
  port: '5432',
  database: '',
  user: '',
  password: '',
  tlsMode: 'verify-full',
  tlsAuthority: '',
  readOnly: false,
}

/** The fields in a pasted `postgres://` address, or null when it is none; the server checks them all again. */
export function readConnectionUrl(text: string): Partial<ConnectionValues> | null {
  if (!/^postgres(ql)?:\/\//i.test(text.trim())) return null
  try {
    const url = new URL(text.trim().replace(/^postgres(ql)?:/i, 'http:'))
    // http hides its own default port; nobody runs PostgreSQL there.
    const values: Partial<ConnectionValues> = { host: url.hostname.replace(/^\[|\]$/g, '') }
    values.port = url.port || '5432'
    if (url.pathname.length > 1) values.database = decodeURIComponent(url.pathname.slice(1))
    if (url.username) values.user = decodeURIComponent(url.username)
    if (url.password) values.password = decodeURIComponent(url.password)
    const mode = url.searchParams.get('sslmode')
    if (mode === 'prefer' || mode === 'allow') values.tlsMode = 'require'
    const known = tlsModes.find((candidate) => candidate === mode)
    if (known) values.tlsMode = known
    return values
  } catch {
    return null
  }
}

/** The settings as the server takes them; an empty password is left out, so that a stored one stays. */
export function toSettings(values: ConnectionValues) {
  const { password, tlsAuthority, port, ...rest } = values
  return {
    ...rest,
    host: rest.host.trim(),
    port: /^\d+$/.test(port.trim()) ? Number(port) : port,
    ...(password === '' ? {} : { password }),
    ...(tlsAuthority.trim() === '' ? {} : { tlsAuthority: tlsAuthority.trim() }),
  }
}

/** The form of stored settings; secrets never come back, so they begin empty. */
export function fromSettings(settings: Record<string, unknown>): ConnectionValues {
  const text = (value: unknown) =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  return {
    host: text(settings.host),
    port: text(settings.port) || '5432',
    database: text(settings.database),
    user: text(settings.user),
    password: '',
    tlsMode: tlsModes.find((mode) => mode === settings.tlsMode) ?? 'verify-full',
    tlsAuthority: text(settings.tlsAuthority),
    readOnly: settings.readOnly === true,
  }
}
