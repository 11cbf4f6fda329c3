/** Who shares content in a call: that somebody does is told by the service's sessions, and who it is by the roster. Source: Graph docs, resources/contentsharingsession, calloptions. */
import { z } from 'zod';
import type { MeetingFacts } from '../../call/media.ts';
import { contentSharingSession } from '../../wire/graph/content-sharing.ts';
import type { ChangeType } from '../../wire/graph/notification.ts';
import type { Participant } from '../../wire/graph/participant.ts';

type Sharing = MeetingFacts['sharingChanged'];

export type ContentSharingOptions = {
  readonly roster: () => Iterable<Participant>;
  readonly tell: (sharing: Sharing) => void;
};

/**
 * Where the service tells no sessions, as in calls that a bot has answered, the roster alone says it. A session and the roster come
 * in either order: who shares may be told a moment after that somebody does.
 */
export class ContentSharing {
  readonly #options: ContentSharingOptions;
  readonly #sessions = new Map<string, string | undefined>();
  #hasSessions = false;
  #told: Sharing = { isShared: false };

  constructor(options: ContentSharingOptions) {
    this.#options = options;
  }

  /** Takes in what the service tells of sessions: one, or a list. What cannot be read is passed over. */
  heard(changeType: ChangeType, data: unknown): void {
    const read = sessions.safeParse(Array.isArray(data) ? data : [data]);
    if (!read.success) return;
    this.#hasSessions = true;
    for (const { id, presenterParticipantId } of read.data) {
      if (changeType === 'deleted') this.#sessions.delete(id);
      else this.#sessions.set(id, presenterParticipantId ?? undefined);
    }
    this.refresh();
  }

  /** The roster has changed. */
  refresh(): void {
    const inRoster = presenterIn(this.#options.roster());
    const isShared = this.#hasSessions ? this.#sessions.size > 0 : inRoster !== undefined;
    const named = [...this.#sessions.values()].findLast((id) => id !== undefined);
    // Whoever hands over has stopped before the next one is known.
    const participantId = isShared ? (named ?? inRoster ?? this.#told.participantId) : undefined;
    if (isShared === this.#told.isShared && participantId === this.#told.participantId) return;
    this.#told = { isShared, ...(participantId === undefined ? {} : { participantId }) };
    this.#options.tell(this.#told);
  }
}

const sessions = z.array(contentSharingSession);

/** People before apps, which send from the moment at which they may. */
function presenterIn(roster: Iterable<Participant>): string | undefined {
  const presenters = [...roster].filter(sendsScreen);
  return (presenters.find(({ info }) => !info.identity.application) ?? presenters[0])?.id;
}

function sendsScreen({ mediaStreams, isInLobby }: Participant): boolean {
  if (isInLobby) return false;
  return (mediaStreams ?? []).some(
    ({ mediaType, label, direction }) =>
      (mediaType === 'videoBasedScreenSharing' || label === 'applicationsharing-video') &&
      (direction === 'sendOnly' || direction === 'sendReceive'),
  );
}
