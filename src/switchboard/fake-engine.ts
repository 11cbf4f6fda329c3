/** A media engine without sound, for tests of this room and of the doors: it keeps what it was asked, and the test says what happens. */
import { Facts } from '../base/facts.ts';
import type { ConnectRequest, EngineCommand, EngineFacts, MediaEngine, MediaProcessHealth } from '../engine/port.ts';

export class FakeEngine implements MediaEngine {
  readonly facts: Facts<EngineFacts> = new Facts();
  readonly commands: EngineCommand[] = [];
  readonly rooms: Set<string> = new Set();
  readonly legs: Set<string> = new Set();

  /** What a recording that is cut short has heard. */
  heard: Uint8Array | undefined;
  /** Whether it answers no cancellation. */
  isDeaf = false;

  send(command: EngineCommand): void {
    this.commands.push(command);
    if (command.kind === 'openRoom') this.rooms.add(command.roomId);
    if (command.kind === 'closeRoom') this.rooms.delete(command.roomId);
    if (command.kind === 'removeLeg') this.legs.delete(command.legId);
    if (command.kind === 'press') this.facts.tell('keyPressed', { legId: command.legId, key: command.key, sequence: 1 });
    if (command.kind === 'cancel' && !this.isDeaf) this.#cancelled(command.legId);
    if (command.kind !== 'addHosted') return;
    this.legs.add(command.legId);
    this.facts.tell('legConnected', { legId: command.legId });
  }

  connect({ legId }: ConnectRequest): Promise<{ readonly answer: string }> {
    this.legs.add(legId);
    this.facts.tell('legConnected', { legId });
    return Promise.resolve({ answer: 'answer' });
  }

  #cancelled(legId: string): void {
    const { operationId = '' } = this.last('record') ?? {};
    const wav = this.heard ? { wav: this.heard } : {};
    this.facts.tell('recordEnded', { legId, operationId, outcome: 'cancelled', durationMs: 0, ...wav });
  }

  /** The latest command of a kind. */
  last<Kind extends EngineCommand['kind']>(kind: Kind): Extract<EngineCommand, { kind: Kind }> | undefined {
    return this.commands.findLast((command): command is Extract<EngineCommand, { kind: Kind }> => command.kind === kind);
  }

  /** Says that the prompts that were asked for last have been played. */
  played(): void {
    const { legId = '', operationId = '' } = this.last('play') ?? {};
    this.facts.tell('playEnded', { legId, operationId, outcome: 'completed' });
  }

  health(): Promise<readonly MediaProcessHealth[]> {
    return Promise.resolve([]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
