/** How a command of a page is answered, and who gave it. */
import type { PageError } from '../../wire/live/page-event.ts';

export type Who = { readonly userId: string; readonly pageId: string };

export type Answer = { readonly ok: true; readonly result?: unknown } | ({ readonly ok: false } & PageError);

export const done: Answer = { ok: true };
