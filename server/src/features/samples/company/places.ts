/** Where the customers of the sample company are, and how people and houses are called there. */
export interface Place {
  country: CountryCode
  /** How many of a hundred customers are here. */
  share: number
  cities: readonly string[]
  houses: readonly string[]
  names: readonly string[]
  firstNames: readonly string[]
  lastNames: readonly string[]
  /** Each # is a digit. Ranges kept for fiction, or given to nobody, so that no real telephone rings. */
  phone: string
}

export type CountryCode = 'BR' | 'US' | 'PT' | 'DE' | 'GB' | 'FR'

const portugueseNames = {
  firstNames: ['Ana', 'Bruno', 'Carla', 'Diego', 'Elisa', 'Felipe', 'Helena', 'João', 'Lívia', 'Marcos'],
  lastNames: ['Almeida', 'Barros', 'Cardoso', 'Duarte', 'Ferreira', 'Lima', 'Moreira', 'Nunes', 'Souza'],
}

/** The countries, the home of the company first. */
export const places: readonly Place[] = [
  {
    country: 'BR',
    share: 40,
    cities: ['São Paulo', 'Rio de Janeiro', 'Belo Horizonte', 'Curitiba', 'Recife', 'Florianópolis'],
    houses: ['Café', 'Padaria', 'Empório', 'Pousada', 'Bistrô', 'Cantina'],
    names: [
      'Ipê Amarelo',
      'Jabuticaba',
      'do Mirante',
      'Bela Vista',
      'Primavera',
      'das Flores',
      'Três Irmãos',
    ],
    ...portugueseNames,
    phone: '+55 11 90000-####',
  },
  {
    country: 'US',
    share: 18,
    cities: ['Portland', 'Austin', 'Chicago', 'Boston', 'Denver'],
    houses: ['Blue Door', 'Corner', 'Harbor', 'Maple Street', 'Northside', 'Old Mill'],
    names: ['Coffee', 'Bakery', 'Diner', 'Market', 'Inn'],
    firstNames: ['Alice', 'Ben', 'Chloe', 'Daniel', 'Grace', 'Henry', 'Nora', 'Owen'],
    lastNames: ['Baker', 'Carter', 'Hughes', 'Jensen', 'Morgan', 'Parker', 'Reed', 'Walsh'],
    phone: '+1 202-555-01##',
  },
  {
    country: 'DE',
    share: 12,
    cities: ['Berlin', 'Hamburg', 'Köln', 'Leipzig'],
    houses: ['Café', 'Bäckerei', 'Rösterei', 'Hotel'],
    names: ['Lindenhof', 'Morgenrot', 'am Markt', 'Sonnenschein', 'Hafenblick'],
    firstNames: ['Anja', 'Jonas', 'Katrin', 'Lukas', 'Mara', 'Tobias'],
    lastNames: ['Becker', 'Fischer', 'Hoffmann', 'Krüger', 'Vogel', 'Weber'],
    phone: '+49 30 23125 ###',
  },
  {
    country: 'GB',
    share: 10,
    cities: ['London', 'Bristol', 'Leeds', 'Edinburgh'],
    houses: ['The Copper Kettle', 'Rosewood', 'Kingfisher', 'Two Rivers'],
    names: ['Tea Room', 'Café', 'Kitchen', 'Hotel'],
    firstNames: ['Amelia', 'Callum', 'Fiona', 'George', 'Isla', 'Rhys'],
    lastNames: ['Bennett', 'Davies', 'Fraser', 'Hall', 'Palmer', 'Wright'],
    phone: '+44 20 7946 0###',
  },
  {
    country: 'FR',
    share: 10,
    cities: ['Paris', 'Lyon', 'Nantes', 'Bordeaux'],
    houses: ['Café', 'Brasserie', 'Maison', 'Hôtel'],
    names: ['du Canal', 'Les Tilleuls', 'Belle Rive', 'de la Gare'],
    firstNames: ['Camille', 'Étienne', 'Hugo', 'Jeanne', 'Léa', 'Mathieu'],
    lastNames: ['Bernard', 'Dubois', 'Fontaine', 'Girard', 'Lambert', 'Morel'],
    phone: '+33 1 99 00 ## ##',
  },
  {
    country: 'PT',
    share: 10,
    cities: ['Lisboa', 'Porto', 'Coimbra', 'Faro'],
    houses: ['Café', 'Pastelaria', 'Tasca', 'Quinta'],
    names: ['da Ribeira', 'Azul', 'do Castelo', 'Boa Hora'],
    ...portugueseNames,
    phone: '+351 900 000 ###',
  },
]
