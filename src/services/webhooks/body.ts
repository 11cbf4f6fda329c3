/** What receivers read: `{ type, timestamp, data }`, as Standard Webhooks has it. */
import type { Delivery } from './deliveries.ts';

/** What may be told of a recording; undefined where there is none any more. */
export type DescribeRecording = (recordingId: string) => Promise<
  | {
      readonly subject: string;
      readonly people: readonly { readonly id: string; readonly name: string }[];
    }
  | undefined
>;

export type BodyOptions = { readonly describe: DescribeRecording | undefined; readonly includeNames: boolean };

/** `timestamp` is when it happened, also where it is sent later. What is gone meanwhile is not told any more. */
export async function bodyOf(
  { event, recordingId, happenedMs, data }: Pick<Delivery, 'event' | 'recordingId' | 'happenedMs' | 'data'>,
  { describe, includeNames }: BodyOptions,
): Promise<string> {
  const described = await describe?.(recordingId).catch(() => undefined);
  const words = described && {
    subject: described.subject,
    people: described.people.map(({ id, name }) => (includeNames ? { id, name } : { id })),
  };
  return JSON.stringify({ type: event, timestamp: new Date(happenedMs).toISOString(), data: { recordingId, ...data, ...words } });
}
