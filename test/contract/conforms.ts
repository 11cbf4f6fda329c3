/** Whether a JSON value is what the metadata say of its type; each difference that is no known deviation is told with its place. */
import { isA, propertiesOf, type Csdl, type Property, type TypeRef } from './csdl.ts';
import { enumMembers, nullable, otherTypes, substitutes, undeclared } from './deviations.ts';

/** `partial`: required properties may be absent, as in notifications that tell of changes. */
export type Strictness = { readonly isPartial: boolean };

export function differences(csdl: Csdl, value: unknown, type: TypeRef, strictness: Strictness, place = '$'): readonly string[] {
  if (type.isCollection) {
    if (!Array.isArray(value)) return [`${place}: no collection`];
    const one = { name: type.name, isCollection: false };
    return value.flatMap((each, index) => differences(csdl, each, one, strictness, `${place}[${String(index)}]`));
  }
  if (type.name.startsWith('Edm.')) return primitive(value, type.name, place);
  const members = enumMembers[type.name] ?? csdl.enums.get(type.name);
  if (members) return members.includes(value as string) ? [] : [`${place}: ${JSON.stringify(value)} is no ${type.name}`];
  if (!csdl.types.has(type.name)) return [`${place}: the table does not know ${type.name}`];
  return structured(csdl, value, type.name, strictness, place);
}

function structured(csdl: Csdl, value: unknown, declared: string, strictness: Strictness, place: string): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${place}: no ${declared}`];
  const fields = value as Readonly<Record<string, unknown>>;
  const named = fields['@odata.type'];
  const said = typeof named === 'string' ? named.replace(/^#microsoft\./, '') : declared;
  const actual = otherTypes[said] ?? said;
  const found: string[] = [];
  if (!csdl.types.has(actual)) return [`${place}: unknown type ${actual}`];
  const mayStandIn = substitutes.some((each) => each.declared === declared && each.actual === actual);
  if (!isA(csdl, actual, declared) && !mayStandIn) found.push(`${place}: ${actual} is no ${declared}`);
  if (csdl.types.get(actual)?.isAbstract) found.push(`${place}: ${actual} is abstract, and @odata.type names no other`);
  const properties = propertiesOf(csdl, actual);
  for (const [name, each] of Object.entries(fields)) {
    if (each === undefined || name.includes('@odata.')) continue;
    const property = properties.get(name);
    if (property) found.push(...inProperty(csdl, each, property, { owner: actual, name, strictness, place: `${place}.${name}` }));
    else if (!isKnownDeviation(csdl, actual, name)) found.push(`${place}.${name}: undeclared in ${actual}`);
  }
  if (strictness.isPartial) return found;
  for (const [name, { isRequired }] of properties) if (isRequired && fields[name] === undefined) found.push(`${place}.${name}: missing`);
  return found;
}

type Where = { readonly owner: string; readonly name: string; readonly strictness: Strictness; readonly place: string };

function inProperty(
  csdl: Csdl,
  value: unknown,
  { type, isRequired }: Property,
  { owner, name, strictness, place }: Where,
): readonly string[] {
  if (value !== null) return differences(csdl, value, type, strictness, place);
  return isRequired && !nullable[owner]?.includes(name) ? [`${place}: null, and may not be`] : [];
}

function isKnownDeviation(csdl: Csdl, type: string, name: string): boolean {
  return Object.entries(undeclared).some(([owner, names]) => isA(csdl, type, owner) && name in names);
}

const looks: Readonly<Record<string, (value: unknown) => boolean>> = {
  'Edm.String': (value) => typeof value === 'string',
  'Edm.Boolean': (value) => typeof value === 'boolean',
  'Edm.Int32': (value) => Number.isInteger(value) && Math.abs(value as number) < 2 ** 31,
  'Edm.Int64': (value) => Number.isSafeInteger(value),
  'Edm.Single': (value) => typeof value === 'number',
  'Edm.Double': (value) => typeof value === 'number',
  'Edm.DateTimeOffset': (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value),
  'Edm.Duration': (value) => typeof value === 'string' && /^-?P(?=.)(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/.test(value),
};

function primitive(value: unknown, name: string, place: string): readonly string[] {
  const looksRight = looks[name];
  if (!looksRight) return typeof value === 'object' ? [`${place}: no ${name}`] : [];
  return looksRight(value) ? [] : [`${place}: ${JSON.stringify(value)} is no ${name}`];
}
