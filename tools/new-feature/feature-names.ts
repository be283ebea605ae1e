/** The forms of a feature's name that its files need: `sales-orders` gives all of them. */
export interface FeatureNames {
  /** `sales-orders`: folder, wire name, address. */
  kebab: string
  /** `salesOrders`: the value in code. */
  camel: string
  /** `SalesOrders`: components and types. */
  pascal: string
  /** `sales_orders`: the schema in the management store. */
  snake: string
  /** `sales_order`: the table; one row is one of these. */
  rowSnake: string
  /** `salesOrder`, `SalesOrder`: one of them in code. */
  row: string
  rowPascal: string
  /** `Sales orders`: words for people. */
  words: string
}

/** Derives the names, or tells in words why the given one cannot be used. */
export function deriveNames(name: string, singular = singularOf(name)): FeatureNames | string {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    return `"${name}" is no name for a feature: use lower-case words joined by "-", such as sales-orders.`
  }
  if (singular === name)
    return `What is one of "${name}" called? Say so: npm run new-feature -- ${name} --singular WORD`
  const words = name.replaceAll('-', ' ')
  return {
    kebab: name,
    camel: camelOf(name),
    pascal: pascalOf(name),
    snake: name.replaceAll('-', '_'),
    rowSnake: singular.replaceAll('-', '_'),
    row: camelOf(singular),
    rowPascal: pascalOf(singular),
    words: words.charAt(0).toUpperCase() + words.slice(1),
  }
}

function singularOf(name: string): string {
  if (name.endsWith('ies')) return `${name.slice(0, -3)}y`
  if (/(ss|sh|ch|x)es$/.test(name)) return name.slice(0, -2)
  return name.endsWith('s') && !name.endsWith('ss') ? name.slice(0, -1) : name
}

function pascalOf(name: string): string {
  return name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}

function camelOf(name: string): string {
  const pascal = pascalOf(name)
  return pascal.charAt(0).toLowerCase() + pascal.slice(1)
}
