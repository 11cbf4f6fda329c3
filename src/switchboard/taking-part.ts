/** What one who takes part shows, and by what right: plain values, beside `call.ts`. */
import type { BridgeLimits } from '../engine/port.ts';

/** Where an app's sound is made: here, from prompts, or by itself, over the media bridge. */
export type AppMedia = 'hosted' | { readonly bridge: BridgeLimits };

/** Which pictures come from a leg now. */
export type Pictures = { readonly camera: boolean; readonly screen: boolean };

export const noPictures: Pictures = { camera: false, screen: false };

/**
 * `organizer` who holds the meeting · `presenter` may share, moderate and let others in · `attendee` may talk and show herself. In a group
 * call everybody is a presenter.
 */
export type MeetingRole = 'organizer' | 'presenter' | 'attendee';

/** A role that the organizer gave; it holds for as long as the call, also for one who leaves and comes back. */
export type GivenRole = Exclude<MeetingRole, 'organizer'>;

/** Somebody shows a screen; the session goes on when another takes over. Source: Graph docs, resources/contentsharingsession. */
export type SharingSession = { readonly sessionId: string; readonly legId: string; readonly participantId: string };
