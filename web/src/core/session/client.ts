import type { InputOf, OperationContract, OutputOf } from '@flexoffice/contract/operation'
import { ApiError, createClient } from '@flexoffice/sdk/client'
import { showToast } from '@flexoffice/ui'
import {
  keepPreviousData,
  QueryClient,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
} from '@tanstack/react-query'
import { explainError } from './problems.ts'
import { accessToken, endSession, refreshSession, sessionStore } from './session.ts'

/** The typed client of this browser: sends the access token and renews it once when it has run out. */
export const client = createClient({ baseUrl: '', getToken: accessToken, onUnauthorised: renew })

/** The cache of everything read from the server. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // An answer that names a mistake will name it again; only a lost connection deserves another try.
      retry: (count, error) => count < 2 && (!(error instanceof ApiError) || error.status >= 502),
    },
  },
})

/** How a read behaves on screen. */
export interface OperationOptions {
  enabled?: boolean
  /** Keeps showing the previous answer while filters or pages change, so that nothing jumps. */
  keepPrevious?: boolean
  staleTime?: number
  refetchInterval?: number
}

/** The cache key of an operation; with its input, of one call. */
export function operationKey(contract: OperationContract, input?: unknown): readonly unknown[] {
  return input === undefined ? [contract.name] : [contract.name, input]
}

/** Reads by an operation, cached under its name and input. */
export function useOperation<Contract extends OperationContract>(
  contract: Contract,
  input: InputOf<Contract>,
  options: OperationOptions = {},
): UseQueryResult<OutputOf<Contract>, Error> {
  return useQuery({
    queryKey: operationKey(contract, input ?? {}),
    queryFn: ({ signal }) => client.call(contract, input, { signal }),
    enabled: options.enabled,
    staleTime: options.staleTime,
    refetchInterval: options.refetchInterval,
    placeholderData: options.keepPrevious ? keepPreviousData : undefined,
  }) as UseQueryResult<OutputOf<Contract>, Error>
}

/** What happens around an act. */
export interface ActOptions<Contract extends OperationContract> {
  /** Reads that are stale afterwards. */
  invalidates?: readonly OperationContract[]
  onDone?: (output: OutputOf<Contract>, input: InputOf<Contract>) => void
  /** The form shows the error itself. */
  quiet?: boolean
}

/** Acts by an operation: `act.mutateAsync(input)`; an error is told in a toast unless `quiet`. */
export function useAct<Contract extends OperationContract>(
  contract: Contract,
  options: ActOptions<Contract> = {},
): UseMutationResult<OutputOf<Contract>, Error, InputOf<Contract>> {
  return useMutation({
    mutationFn: (input: InputOf<Contract>) => client.call(contract, input),
    onSuccess: async (output, input) => {
      options.onDone?.(output, input)
      await invalidate(options.invalidates ?? [])
    },
    onError: (error) => {
      if (!options.quiet) showErrorToast(error)
    },
  })
}

/** Marks every cached call of these operations stale and reads again those on screen. */
export async function invalidate(contracts: readonly OperationContract[]): Promise<void> {
  await Promise.all(
    contracts.map((contract) => queryClient.invalidateQueries({ queryKey: operationKey(contract) })),
  )
}

/** Tells an error in a toast, in the person's language, with the reference to quote. */
export function showErrorToast(error: unknown): void {
  const { title, detail } = explainError(error)
  showToast({ tone: 'danger', title, detail })
}

async function renew(): Promise<boolean> {
  const renewed = await refreshSession()
  if (!renewed && sessionStore.get().status === 'signed-out') endSession()
  return renewed
}
