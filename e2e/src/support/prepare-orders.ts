import { signIn } from '@flexoffice/contract/people'
import { importUpload, showImport, uploadFile } from '@flexoffice/contract/sources'
import { type Client, createClient } from '@flexoffice/sdk/client'
import { waitFor } from '@flexoffice/testkit'

const countries = ['Brazil', 'Canada', 'Germany', 'Portugal']

/** A client of the API for one person. */
export async function apiOf(url: string, person: { email: string; password: string }): Promise<Client> {
  let token: string | null = null
  const client = createClient({ baseUrl: url, getToken: () => token })
  const session = await client.call(signIn, { email: person.email, password: person.password })
  if (session.status !== 'signed_in') throw new Error(`The sign-in ended with ${session.status}.`)
  token = session.accessToken
  return client
}

/** Uploads a table "Orders" of 60 rows that the named roles may read; answers its id. */
export async function prepareOrders(api: Client, readers: string[]): Promise<string> {
  const preview = await api.call(uploadFile, { fileName: 'orders.csv' }, { body: new Blob([ordersFile()]) })
  const columns = preview.columns.map(({ index, name, label, type }) => ({
    index,
    name,
    label,
    type,
    include: true,
  }))
  const started = await api.call(importUpload, {
    uploadId: preview.uploadId,
    tableLabel: 'Orders',
    columns,
    readers,
  })
  let state = started
  await waitFor(
    async () => {
      state = await api.call(showImport, { importId: started.id })
      if (state.state === 'failed') throw new Error(state.problem?.message)
      return state.state === 'done'
    },
    { timeoutSeconds: 30, what: 'the orders to be loaded' },
  )
  return state.tableId!
}

function ordersFile(): string {
  const lines = Array.from({ length: 60 }, (_, index) => {
    const month = String((index % 6) + 1).padStart(2, '0')
    const day = String((index % 27) + 1).padStart(2, '0')
    const total = (index * 7.35 + 20).toFixed(2)
    return `${index + 1},Customer ${(index % 9) + 1},${countries[index % 4]},2026-${month}-${day},${total}`
  })
  return ['Number,Customer,Country,Ordered on,Total', ...lines].join('\n')
}
