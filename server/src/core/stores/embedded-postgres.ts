import {
  findRunning,
  type PostgresLog,
  type RunningPostgres,
  startPostgres,
} from '@flexoffice/postgres-process'

/** Which of the two embedded clusters: ours, or the one with the tenants' databases. */
export type ClusterName = 'management' | 'tenants'

/** A running embedded cluster. */
export type Cluster = RunningPostgres

/** What to start. */
export interface ClusterOptions {
  name: ClusterName
  /** A folder for this cluster alone; made on first use. */
  dataFolder: string
  log: PostgresLog
  /** Where the superuser's password is kept; by default in the data folder, outside of PostgreSQL's own. */
  passwordFile?: string
  /** A folder with `bin/postgres`, in place of the npm package. */
  binaries?: string
  /** Settings of PostgreSQL over the product's. */
  settings?: Record<string, string>
}

/** Sized for one machine that does other work too; what is acknowledged is on disk (fsync and synchronous_commit stay on). */
const productSettings: Record<string, string> = {
  shared_buffers: '128MB',
  max_connections: '200',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  // Compiling a plan costs more than it saves on the short statements of pages and records.
  jit: 'off',
  // A container's /dev/shm is 64 MB, which a parallel query can exceed.
  dynamic_shared_memory_type: 'mmap',
}

/**
 * Starts one of the embedded clusters; both may start at once. It ends with this process, however this process ends,
 * and the next start recovers. Refused, naming the process, while another server has the same data folder.
 */
export function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { name, settings, ...rest } = options
  return startPostgres({ ...rest, label: name, settings: { ...productSettings, ...settings } })
}

/** How to reach a cluster that another process runs; null when none does. */
export function findCluster(
  options: Pick<ClusterOptions, 'dataFolder' | 'passwordFile'>,
): Cluster['connection'] | null {
  return findRunning(options)
}
