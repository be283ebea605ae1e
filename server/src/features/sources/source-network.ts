import type { ConnectorContext, NetworkPolicy } from '@flexoffice/sdk/connector'
import type { Runtime } from '../../core/runtime.ts'

/** What connectors are given: the network's rules as they are at this moment. */
export async function connectorContext(runtime: Runtime): Promise<ConnectorContext> {
  return { network: await networkPolicy(runtime), applicationName: 'FlexOffice' }
}

/** Private addresses follow the operator's word; without one they are open only while there is a single workspace. */
async function networkPolicy(runtime: Runtime): Promise<NetworkPolicy> {
  const { allowPrivateAddresses, host, port } = runtime.config
  const own = [{ host, port }, runtime.store.connection.app, runtime.tenantsServer]
  const ownListeners = own
    .filter((listener) => listener !== null)
    .filter((listener) => !listener.host.startsWith('/'))
    .map((listener) => ({ host: listener.host, port: listener.port }))
  return { allowPrivate: allowPrivateAddresses ?? (await isAlone(runtime)), ownListeners }
}

async function isAlone(runtime: Runtime): Promise<boolean> {
  const [row] = await runtime.store.gate<{ workspaces: string }>('sources.gate_count_workspaces')
  return Number(row?.workspaces) === 1
}
