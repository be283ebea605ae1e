export { AttributeFields, type AttributeValues } from './directory/attribute-fields.tsx'
