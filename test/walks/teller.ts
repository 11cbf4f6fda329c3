/** The teller: a bot in a meeting whose media the service hosts. Tells its tone as a prompt, hears by recording, and does by Graph what bots may. */
import { readWav, writeWav } from '../../src/media/wav.ts';
import { GraphBot, hostedMedia, type BotWords } from './graph-bot.ts';
import { heardIn, levelsIn, saying } from './pitches.ts';

type Group = { readonly sources: readonly string[]; readonly receivers: readonly string[] };

export class Teller implements AsyncDisposable {
  readonly #bot: GraphBot;
  #callId = '';

  private constructor(bot: GraphBot) {
    this.#bot = bot;
  }

  static async open(): Promise<Teller> {
    return new Teller(await GraphBot.open(writeWav(saying('teller', 60_000))));
  }

  get webhook(): string {
    return this.#bot.webhook;
  }

  signIn(words: BotWords): Promise<void> {
    return this.#bot.signIn(words);
  }

  /** Asks to be let into a meeting; `isIn` resolves when it has sound there. */
  async comesTo(joinMeetingId: string): Promise<{ readonly isIn: () => Promise<unknown> }> {
    const { id } = await this.#bot.done('POST', '/calls', {
      callbackUri: this.webhook,
      requestedModalities: ['audio'],
      mediaConfig: hostedMedia,
      meetingInfo: { '@odata.type': '#microsoft.graph.joinMeetingIdMeetingInfo', joinMeetingId, passcode: null },
    });
    this.#callId = id;
    return { isIn: () => this.#bot.established(id) };
  }

  /** Begins its tone, which lasts a minute. */
  async tells(): Promise<void> {
    await this.#do('POST', '/playPrompt', { prompts: this.#bot.prompts, clientContext: 'tone' });
  }

  async hushes(): Promise<void> {
    await this.#do('POST', '/cancelMediaProcessing', { clientContext: 'hush' });
  }

  /** Whom it heard in two seconds. */
  async hears(): Promise<string[]> {
    const asked = { maxRecordDurationInSeconds: 2, playBeep: false, stopTones: ['#'], clientContext: 'ear' };
    const { id } = await this.#do('POST', '/recordResponse', asked);
    const { resourceData } = await this.#bot.operation(id);
    const { recordingLocation = '', recordingAccessToken = '' } = resourceData as Readonly<Record<string, string | undefined>>;
    if (recordingLocation === '') return [];
    const answer = await fetch(recordingLocation, { headers: { authorization: `Bearer ${recordingAccessToken}` } });
    return heardIn(levelsIn(readWav(new Uint8Array(await answer.arrayBuffer()))));
  }

  async mutes(name: string): Promise<void> {
    await this.#do('POST', `/participants/${await this.idOf(name)}/mute`, { clientContext: 'mute' });
  }

  /** Rings an app that neither hears all nor is heard by all. */
  async ringsApart(appId: string): Promise<void> {
    const identity = { application: { id: appId } };
    const one = { '@odata.type': '#microsoft.graph.invitationParticipantInfo', identity, removeFromDefaultAudioRoutingGroup: true };
    await this.#do('POST', '/participants/invite', { participants: [one], clientContext: 'apart' });
  }

  /** Leads the sound of some to others; gives the group's id. */
  async leads(group: Group): Promise<string> {
    return (await this.#do('POST', '/audioRoutingGroups', this.#group(group))).id;
  }

  async leadsElsewhere(groupId: string, group: Group): Promise<void> {
    await this.#do('PATCH', `/audioRoutingGroups/${groupId}`, this.#group(group));
  }

  async leadsNoMore(groupId: string): Promise<void> {
    await this.#do('DELETE', `/audioRoutingGroups/${groupId}`);
  }

  /** Who takes part, by name, itself included. */
  async roster(): Promise<string[]> {
    return [...(await this.#bot.participants(this.#callId)).keys()].toSorted();
  }

  async idOf(name: string): Promise<string> {
    const id = (await this.#bot.participants(this.#callId)).get(name);
    if (id === undefined) throw new Error(`${name} is not in the roster`);
    return id;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#bot[Symbol.asyncDispose]();
  }

  #group({ sources, receivers }: Group): object {
    return { routingMode: sources.length === 1 && receivers.length === 1 ? 'oneToOne' : 'multicast', sources, receivers };
  }

  #do(method: string, path: string, body?: object): Promise<{ readonly id: string }> {
    return this.#bot.done(method, `/calls/${this.#callId}${path}`, body);
  }
}
