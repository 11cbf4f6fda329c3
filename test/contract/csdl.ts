/**
 * Microsoft's published metadata of the calling types, read from a table.
 * Source: microsoftgraph/msgraph-metadata, schemas/v1.0-Prod.csdl as of 2026-08-20 (MIT licence, Copyright (c) Microsoft Corporation),
 * the types that calling reaches, one line for each property.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type TypeRef = { readonly name: string; readonly isCollection: boolean };
export type Property = { readonly type: TypeRef; readonly isRequired: boolean };
type StructuredType = {
  readonly kind: 'ComplexType' | 'EntityType';
  readonly base?: string | undefined;
  readonly isAbstract: boolean;
  readonly properties: ReadonlyMap<string, Property>;
};
type Action = {
  readonly boundTo: TypeRef;
  readonly parameters: ReadonlyMap<string, Property>;
  readonly returns?: TypeRef | undefined;
};
export type Csdl = {
  readonly types: ReadonlyMap<string, StructuredType>;
  readonly enums: ReadonlyMap<string, readonly string[]>;
  /** Several by one name are bound to different types. */
  readonly actions: ReadonlyMap<string, readonly Action[]>;
};

export function readCsdl(): Csdl {
  const types = new Map<string, StructuredType & { properties: Map<string, Property> }>();
  const enums = new Map<string, string[]>();
  const actions = new Map<string, Action[]>();
  let fields: Map<string, Property> | undefined;
  let members: string[] | undefined;
  for (const line of readFileSync(join(import.meta.dirname, 'calling-subset-v1.0.txt'), 'utf8').split('\n')) {
    const [, word, name = '', rest = ''] =
      /^(ComplexType|EntityType|EnumType|Action|Function) (?:microsoft\.)?([\w.]+)\s*(.*)$/.exec(line) ?? [];
    if (word === 'EnumType') enums.set(name, (members = []));
    else if (word === 'Action' || word === 'Function') actions.set(name, [...(actions.get(name) ?? []), actionOf(rest)]);
    else if (word === 'ComplexType' || word === 'EntityType') {
      members = undefined;
      const [, base] = /: ([\w.]+)/.exec(rest) ?? [];
      fields = new Map();
      types.set(name, { kind: word, base, isAbstract: /\babstract\b/.test(rest), properties: fields });
    } else if (/^ +nav +/.test(line)) addProperty(fields, line.replace(/^ +nav +/, ''));
    else if (/^ +\w+ -?\d+$/.test(line)) members?.push(line.trim().split(' ')[0] ?? '');
    else if (line.trim() !== '') addProperty(fields, line.trim());
  }
  return { types, enums, actions };
}

function addProperty(fields: Map<string, Property> | undefined, text: string): void {
  const [, name, type] = /^(\w+) (\S+)/.exec(text) ?? [];
  if (name && type) fields?.set(name, { type: refOf(type), isRequired: text.includes('NOT NULL') });
}

function actionOf(text: string): Action {
  const [, list = '', returned] = /\((.*)\) -> (\S+)/.exec(text) ?? [];
  const [bound, ...others] = list.split(', ').map((each) => each.trim());
  const parameters = new Map<string, Property>();
  for (const each of others) {
    const [name, type] = each.split(': ');
    if (name && type) parameters.set(name, { type: refOf(type.replace(/ !$/, '')), isRequired: type.endsWith('!') });
  }
  return {
    boundTo: refOf((bound ?? '').replace('bindingParameter: ', '')),
    parameters,
    returns: returned === undefined || returned === 'void' ? undefined : refOf(returned),
  };
}

export function refOf(text: string): TypeRef {
  const [, inner] = /^Collection\((.*)\)$/.exec(text) ?? [];
  return { name: inner ?? text, isCollection: inner !== undefined };
}

/** The type's own properties and those that it inherits. */
export function propertiesOf(csdl: Csdl, name: string): ReadonlyMap<string, Property> {
  const type = csdl.types.get(name);
  return type ? new Map([...(type.base === undefined ? [] : propertiesOf(csdl, type.base)), ...type.properties]) : new Map();
}

export function isA(csdl: Csdl, name: string, base: string): boolean {
  if (name === base) return true;
  const parent = csdl.types.get(name)?.base;
  return parent !== undefined && isA(csdl, parent, base);
}
