/** Which of Graph's documented quirks are on. What no document settles is not here but in `settings.ts`. */
import { over, type Given } from './given.ts';

export type Profile = {
  /** `id` in the call of updates: so in the documents and until 2020, absent in captures since. */
  readonly hasIdInUpdates: boolean;
  /** `updated`/`terminating` before `deleted`, as the documents show for DELETE; captures go straight to the end. */
  readonly tellsTerminating: boolean;
  /** `terminating` apart, an established call that gains its media is told twice. */
  readonly tellsEstablishedTwice: boolean;
  /** The first word of an incoming call comes in the old Skype format; an app that answers 204 gets it again as Graph's. May also be set for one app. */
  readonly hasLegacyFirst: boolean;
  /** An app may answer `incoming` with 302 and another address, where it is told again. */
  readonly followsRedirects: boolean;
  /** Notifications that wait for the same address go in one body, at most so many; 1 sends each alone. */
  readonly batch: number;
  /** Share of notifications sent twice, and of those that change places with the next one; 0 … 1. Never the first (`incoming`) nor the last (`terminated`). */
  readonly duplicates: number;
  readonly disorder: number;
  /** The status of an invitation's operation in Pascal case, as its page has it. */
  readonly isInviteStatusPascal: boolean;
  /** 5,000 requests in 10 s for an app, 100 calls at once, 10,000 in a month: more get 429. */
  readonly hasThrottling: boolean;
  /** How many speakers an app with media of its own hears apart at once. Source: Graph's calling SDK, UnmixedAudioBuffers: four. */
  readonly soundsApart: number | 'all';
  /** How many pictures it watches at once. Source: Teams docs, real-time-media-concepts: ten of cameras, and a screen. */
  readonly pictures: number;
};

export type ProfileName = 'teams' | 'documents' | 'unruly';

/** As captured from Teams since 2023. */
const teams: Profile = {
  hasIdInUpdates: false,
  tellsTerminating: false,
  tellsEstablishedTwice: true,
  hasLegacyFirst: false,
  followsRedirects: true,
  batch: 1,
  duplicates: 0,
  disorder: 0,
  isInviteStatusPascal: false,
  hasThrottling: true,
  soundsApart: 4,
  pictures: 11,
};

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  teams,
  /** As the pages of the documents show it. */
  documents: {
    ...teams,
    hasIdInUpdates: true,
    tellsTerminating: true,
    isInviteStatusPascal: true,
    soundsApart: 'all',
    pictures: 100,
  },
  /** All that an app has to bear: what the documents allow, and maintainers have seen, at once. */
  unruly: { ...teams, hasLegacyFirst: true, batch: 10, duplicates: 0.2, disorder: 0.2, soundsApart: 'all', pictures: 100 },
};

/** A profile by name, or one with some quirks otherwise: `{ base: 'teams', hasLegacyFirst: true }`. */
export type GivenProfile = ProfileName | ({ readonly base?: ProfileName | undefined } & Given<Profile>);

export function profileOf(given: GivenProfile): Profile {
  if (typeof given === 'string') return profiles[given];
  const { base = 'teams', ...otherwise } = given;
  return over(profiles[base], otherwise);
}
