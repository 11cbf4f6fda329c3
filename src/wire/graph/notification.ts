/** Notifications: how the service tells a bot what became of its calls. Source: Graph docs, resources/commsnotification; captures. */
import { z } from 'zod';
import { callResource, type Call } from './call.ts';
import { inAnyCase } from './in-any-case.ts';
import { deltaParticipants, participant, type DeltaParticipants, type Participant } from './participant.ts';
import { operationResource, type Operation } from './operation.ts';

export type ChangeType = 'created' | 'updated' | 'deleted';

/** One notification, sorted by what it is about. `callId` comes from the resource's path, since `id` is mostly absent. */
export type Notification =
  | { readonly about: 'call'; readonly changeType: ChangeType; readonly callId: string; readonly call: Call }
  | {
      readonly about: 'operation';
      readonly changeType: ChangeType;
      readonly callId: string;
      readonly operationId: string;
      readonly operation: Operation;
    }
  /** All who take part now; a delta has those who came, changed or went, and its place in the order. */
  | { readonly about: 'roster'; readonly changeType: ChangeType; readonly callId: string; readonly participants: readonly Participant[] }
  | { readonly about: 'rosterDelta'; readonly changeType: ChangeType; readonly callId: string; readonly delta: DeltaParticipants }
  /** Content sharing and whatever is yet to come: kept as it came. */
  | {
      readonly about: 'other';
      readonly changeType: ChangeType;
      readonly callId: string | undefined;
      readonly resource: string;
      readonly data: unknown;
    };

/** The body that is posted. */
export type NotificationBody = {
  readonly '@odata.type': '#microsoft.graph.commsNotifications';
  readonly value: readonly NotificationItem[];
};

export type NotificationItem = {
  readonly '@odata.type': '#microsoft.graph.commsNotification';
  readonly changeType: ChangeType;
  readonly resource: string;
  readonly resourceUrl: string;
  readonly callbackUri?: string | undefined;
  readonly resourceData: object;
};

const body = z.looseObject({
  value: z
    .array(
      z.looseObject({
        changeType: inAnyCase(['created', 'updated', 'deleted'] as const),
        resource: z.string().nullish(),
        resourceUrl: z.string().nullish(),
        resourceData: z.unknown(),
      }),
    )
    .min(1),
});

/** Reads a posted body. Throws a `ZodError` that names the place when it is not one; a resource that is new to us is `other`. */
export function parseNotifications(json: unknown): readonly Notification[] {
  return body.parse(json).value.map(({ changeType, resource, resourceUrl, resourceData }) => {
    const path = resourceUrl ?? resource ?? '';
    const [, callId, kind, operationId] = /\/calls\/([^/?]+)(?:\/([^/?]+)(?:\/([^/?]+))?)?/i.exec(path) ?? [];
    if (callId && kind === undefined) return { about: 'call', changeType, callId, call: callResource.parse(resourceData ?? {}) };
    if (callId && kind?.toLowerCase() === 'operations' && operationId) {
      return { about: 'operation', changeType, callId, operationId, operation: operationResource.parse(resourceData) };
    }
    if (callId && kind?.toLowerCase() === 'participants' && operationId === undefined) {
      const full = z.array(participant).safeParse(resourceData);
      if (full.success) return { about: 'roster', changeType, callId, participants: full.data };
      const delta = deltaParticipants.safeParse(resourceData);
      if (delta.success) return { about: 'rosterDelta', changeType, callId, delta: delta.data };
    }
    return { about: 'other', changeType, callId, resource: path, data: resourceData };
  });
}

/** `resourceUrl` of a call or of what is below it: `/communications/calls/{id}/…`. `resource` says `/app/calls/…` for the same. */
export function notificationItem(changeType: ChangeType, path: string, resourceData: object, callbackUri?: string): NotificationItem {
  return {
    '@odata.type': '#microsoft.graph.commsNotification',
    changeType,
    resource: `/app/calls/${path}`,
    resourceUrl: `/communications/calls/${path}`,
    ...(callbackUri === undefined ? {} : { callbackUri }),
    resourceData,
  };
}

export function notificationBody(value: readonly NotificationItem[]): NotificationBody {
  return { '@odata.type': '#microsoft.graph.commsNotifications', value };
}
