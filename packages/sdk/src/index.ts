export type { CallOptions, Client, ClientOptions } from './client.ts'
export { ApiError, createClient, toRequest } from './client.ts'
