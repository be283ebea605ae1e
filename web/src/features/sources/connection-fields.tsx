import { type FormState, PasswordField, Select, Switch, TextArea, TextField } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'
import { type ConnectionValues, type TlsMode, tlsModes } from './connection-url.ts'

/** The fields of a connection to PostgreSQL. */
export function ConnectionFields<Values extends ConnectionValues>({
  form,
  hasPassword,
}: {
  form: FormState<Values>
  /** A stored password stays when the field is left empty. */
  hasPassword?: boolean
}) {
  const { t } = useMessages()
  const fields = form as unknown as FormState<ConnectionValues>
  const tlsMode = fields.field('tlsMode')
  return (
    <>
      <div className="grid grid-cols-[1fr_12rem] max-sm:grid-cols-1 items-start gap-3">
        <TextField
          label={t('sources.fields.host')}
          placeholder="db.example.com"
          autoComplete="off"
          {...fields.field('host')}
        />
        <TextField label={t('sources.fields.port')} inputMode="numeric" {...fields.field('port')} />
      </div>
      <TextField label={t('sources.fields.database')} autoComplete="off" {...fields.field('database')} />
      <div className="grid grid-cols-2 items-start gap-3 max-sm:grid-cols-1">
        <TextField
          label={t('sources.fields.user')}
          autoComplete="off"
          help={t('sources.fields.userHelp')}
          {...fields.field('user')}
        />
        <PasswordField
          label={t('sources.fields.password')}
          autoComplete="new-password"
          placeholder={hasPassword ? t('sources.fields.passwordKept') : undefined}
          help={hasPassword ? t('sources.fields.passwordKeptHelp') : t('sources.fields.passwordHelp')}
          {...fields.field('password')}
        />
      </div>
      <Select<TlsMode>
        label={t('sources.fields.tls')}
        {...tlsMode}
        options={tlsModes.map((mode) => ({
          value: mode,
          label: t(`sources.tls.${mode}.label`),
          description: t(`sources.tls.${mode}.detail`),
        }))}
        help={tlsMode.value === 'disable' ? t('sources.tls.disable.warning') : undefined}
      />
      {tlsMode.value === 'verify-full' || tlsMode.value === 'verify-ca' ? (
        <TextArea
          label={t('sources.fields.authority')}
          optional
          mono
          rows={2}
          placeholder="-----BEGIN CERTIFICATE-----"
          help={t('sources.fields.authorityHelp')}
          {...fields.field('tlsAuthority')}
        />
      ) : null}
      <Switch
        label={t('sources.fields.readOnly')}
        help={t('sources.fields.readOnlyHelp')}
        {...fields.checkedField('readOnly')}
      />
    </>
  )
}
