/** Where the sample company is opened, followed and removed. */
export const sampleCompanyPath = '/data/sample-company'
