/** What the engine does for each command of the port. */
import type { Clock } from '../base/clock.ts';
import type { Facts } from '../base/facts.ts';
import type { Log } from '../base/log.ts';
import { readWav } from '../media/wav.ts';
import { BridgedLeg } from './bridged/bridged-leg.ts';
import { HostedLeg } from './hosted-leg.ts';
import type { Joining } from './joining.ts';
import { tellUndone, type OperationCommand } from './operation.ts';
import type { EngineCommand, EngineFacts, Key } from './port.ts';
import type { Rooms } from './rooms.ts';
import { makeTap } from './tap.ts';

export type DeedsOptions = {
  readonly rooms: Rooms;
  readonly joining: Joining;
  readonly facts: Facts<EngineFacts>;
  readonly log: Log;
  readonly pressed: (legId: string, key: Key, sequence: number) => void;
  /** The tick that is due by now. */
  readonly tick: () => number;
  readonly clock: Clock;
  readonly wake: () => void;
  readonly lose: (legId: string, reason: string) => void;
};

type Command<Kind extends EngineCommand['kind']> = Extract<EngineCommand, { kind: Kind }>;

export class Deeds {
  readonly #options: DeedsOptions;

  constructor(options: DeedsOptions) {
    this.#options = options;
  }

  /** Throws if it cannot be done; a command for a leg that is gone is none of ours. */
  obey(command: EngineCommand): void {
    const { rooms } = this.#options;
    switch (command.kind) {
      case 'openRoom':
        return rooms.open(command.roomId);
      case 'closeRoom':
        return rooms.close(command.roomId);
      case 'route':
        return rooms.all.get(command.roomId)?.route(command);
      case 'addHosted':
        return this.#addHosted(command);
      case 'addBridged':
        return this.#addBridged(command);
      case 'identify':
        return rooms.identify(command.legId, command.sourceId);
      case 'watchSpeakers':
        return rooms.all.get(command.roomId)?.watchSpeakers(command.isWatched);
      case 'removeLeg':
        return this.remove(command.legId);
      case 'moveLeg':
        return this.#move(command);
      case 'hold':
        return this.#hold(command);
      case 'mute':
        return this.#mute(command);
      case 'tap':
        return this.#tap(command);
      case 'press':
        return rooms.peer(command.legId)?.press(command.key);
      case 'progress':
        return rooms.peer(command.legId)?.progress(command.tone);
      case 'play':
      case 'record':
      case 'sendKeys':
        return this.#ask(command);
      case 'view':
      case 'endPictures':
        // Pictures are seen to where they are forwarded.
        return;
      case 'hearRoom':
        return this.#hear(command);
      case 'tellWants':
        return rooms.bridged(command.legId)?.wants(command.wants);
      case 'keepRoom':
      case 'endKeeping':
        // As are recordings where they are written.
        return;
      case 'cancel':
        return rooms.hosted(command.legId)?.cancel(command.operationId);
    }
  }

  /** `moved`: the leg goes on in another process. */
  remove(legId: string, why: 'ended' | 'moved' = 'ended'): void {
    this.#options.joining.stop(legId);
    this.#options.rooms.remove(legId, why);
  }

  #addHosted({ roomId, legId }: Command<'addHosted'>): void {
    const { rooms, facts, pressed } = this.#options;
    rooms.add(roomId, new HostedLeg({ legId, facts, pressed: (key, sequence) => pressed(legId, key, sequence) }));
    facts.tell('legConnected', { legId });
  }

  #addBridged({ roomId, legId, limits }: Command<'addBridged'>): void {
    const { rooms, facts, clock, tick, wake, lose, pressed } = this.#options;
    rooms.toJoin(roomId, legId);
    const leg = new BridgedLeg({
      legId,
      limits,
      clock,
      tick,
      wake,
      connected: () => facts.tell('legConnected', { legId }),
      lost: (reason) => lose(legId, reason),
      pressed: (key, sequence) => pressed(legId, key, sequence),
      captioned: (caption) => facts.tell('captioned', { legId, ...caption }),
      offered: (offer) => facts.tell('offered', { legId, ...offer }),
    });
    rooms.add(roomId, leg);
  }

  #move({ legId, roomId }: Command<'moveLeg'>): void {
    const { rooms, joining, log } = this.#options;
    joining.redirect(legId, roomId);
    rooms.move(legId, roomId);
    const codec = rooms.peer(legId)?.transport.sound.codec;
    const room = rooms.roomOf(legId);
    if (codec === undefined || !room) return;
    joining.share(room, codec, { coming: 0 }).catch((error: unknown) => log.error('no encoder to share could be made', { roomId, error }));
  }

  #hear({ roomId, legIds }: Command<'hearRoom'>): void {
    const { rooms, clock } = this.#options;
    rooms.all.get(roomId)?.tellHeard(legIds, Math.round(clock.wallMs() - clock.now()));
  }

  /** Music that cannot be played leaves silence: who is on hold must not be heard whatever happens. */
  #hold({ legId, music }: Command<'hold'>): void {
    const { rooms, log } = this.#options;
    const peer = rooms.peer(legId);
    if (!peer) return;
    if (music === undefined) return rooms.roomOf(legId)?.resume(peer);
    try {
      rooms.roomOf(legId)?.hold(peer, readWav(music));
    } catch (error) {
      rooms.roomOf(legId)?.hold(peer, undefined);
      log.error('hold music cannot be played: the leg is held in silence', { legId, error });
    }
  }

  #mute({ legId, isMuted }: Command<'mute'>): void {
    const leg = this.#options.rooms.leg(legId);
    if (leg) leg.isMuted = isMuted;
  }

  /** Tapped already, it goes on as it is. */
  #tap({ legId, isTapped }: Command<'tap'>): void {
    const { rooms, facts, tick } = this.#options;
    const peer = rooms.peer(legId);
    if (!peer || peer.isTapped === isTapped) return;
    peer.tap(isTapped ? makeTap({ fromTick: tick(), told: (piece) => facts.tell('tapped', { legId, ...piece }) }) : undefined);
  }

  #ask(command: OperationCommand): void {
    const { rooms, facts } = this.#options;
    const leg = rooms.hosted(command.legId);
    if (leg) leg.ask(command);
    else tellUndone(facts, command, 'failed', `there is no hosted leg ${command.legId} (removed, or lost with its room)`);
  }
}
