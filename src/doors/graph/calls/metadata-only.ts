/**
 * Operations that Graph's metadata have and its documents do not: nobody says what they do. The setting `metadataOnly` is `refuse` unless told:
 * 405. With `serve` the reads among them answer from what is there; what would change something is refused either way.
 * Source: microsoftgraph/msgraph-metadata, schemas/v1.0, navigation properties of `call`.
 */
import type { Serve } from '../command.ts';
import { countCalls, countOperations, listCalls, listOperations, readOperation } from './operation-commands.ts';
import { countParticipants } from './participant-commands.ts';
import { countRoutingGroups } from './routing-group-commands.ts';
import { countSharing } from './sharing-commands.ts';

/** By method and path template. */
export const metadataReads: Readonly<Record<string, Serve>> = {
  'GET /communications/calls': listCalls,
  'GET /communications/calls/$count': countCalls,
  'GET /communications/calls/{id}/audioroutinggroups/$count': countRoutingGroups,
  'GET /communications/calls/{id}/contentsharingsessions/$count': countSharing,
  'GET /communications/calls/{id}/operations': listOperations,
  'GET /communications/calls/{id}/operations/$count': countOperations,
  'GET /communications/calls/{id}/operations/{id}': readOperation,
  'GET /communications/calls/{id}/participants/$count': countParticipants,
};

const writes: readonly string[] = [
  'PATCH /communications/calls/{id}',
  'POST /communications/calls/{id}/contentsharingsessions',
  'DELETE /communications/calls/{id}/contentsharingsessions/{id}',
  'PATCH /communications/calls/{id}/contentsharingsessions/{id}',
  'POST /communications/calls/{id}/operations',
  'DELETE /communications/calls/{id}/operations/{id}',
  'PATCH /communications/calls/{id}/operations/{id}',
  'POST /communications/calls/{id}/participants',
  'PATCH /communications/calls/{id}/participants/{id}',
];

/** All of them, as `METHOD /template`; for the table of capabilities too. */
export const metadataOnly: ReadonlySet<string> = new Set([...Object.keys(metadataReads), ...writes]);
