/** Who speaks, who leads, and how well it comes in. */
import { type Check, type Rule } from '../check.ts';
import { able, holds } from '../check-outcome.ts';
import { voice } from '../check-sounds.ts';

const TOLD = 'from-the-carrier';
const lead: Rule = {
  anchor: TOLD,
  says: 'who leads. It stays when all fall silent, changes when somebody has been clearly louder for a moment',
};

export const speakerChecks: readonly Check[] = [
  {
    name: 'who speaks is told, and that nobody does any more',
    rule: {
      anchor: TOLD,
      says: 'who speaks now, by voice activity, of those whom the bot may hear, and itself; when it changes, at most every 200 ms',
    },
    async run(stage) {
      const { socket, person } = await stage.onCall();
      await person.say(voice(2_000));
      await stage.clock.sleep(3_000);
      const told = socket.told('speaking').map(({ sourceIds }) => sourceIds.includes(person.sourceId));
      holds(told.includes(true), 'somebody spoke for 2 s, and no speaking has her number');
      holds(told.at(-1) === false, 'she has been silent for 3 s, and the last speaking has her number still');
    },
  },
  {
    name: 'who leads is told, and stays when all fall silent',
    rule: lead,
    async run(stage) {
      const { socket, person } = await stage.onCall();
      await person.say(voice(2_000));
      await stage.clock.sleep(3_000);
      const told = socket.told('dominantSpeaker').map(({ sourceId }) => sourceId);
      holds(told.includes(person.sourceId), 'one alone spoke for 2 s, and no dominantSpeaker has her number');
      holds(told.at(-1) === person.sourceId, `after 3 s of silence the last dominantSpeaker is ${String(told.at(-1))}`);
    },
  },
  {
    name: 'somebody else leads when she is the one who speaks',
    rule: lead,
    async run(stage) {
      const { socket, people, person } = await stage.onCall(2);
      const other = able(people[1], 'has one alone');
      await person.say(voice(2_000, 0.1));
      await other.say(voice(3_000, 0.3));
      await stage.clock.sleep(500);
      const last = socket.told('dominantSpeaker').at(-1)?.sourceId;
      holds(last === other.sourceId, `the other has been louder for 3 s, and the last dominantSpeaker is ${String(last)}`);
    },
  },
  {
    name: 'how sound comes in is told every few seconds',
    rule: { anchor: TOLD, says: "every 5 s while sound comes: how that source's sound comes in; the bot's own too." },
    async run(stage) {
      const { socket, person, ready } = await stage.onCall();
      socket.order({ kind: 'hear', mixed: true, apart: 'none' });
      const mine = socket.stream(voice(11_000));
      await Promise.all([person.say(voice(11_000)), mine]);
      const told = socket.told('quality');
      holds(
        told.some(({ sourceId }) => sourceId === ready.sourceId),
        'the bot spoke for 11 s, and no quality of its own source was told',
      );
      for (const { loss, concealed, jitterMs } of told)
        holds(
          [loss, concealed].every((share) => share >= 0 && share <= 1) && jitterMs >= 0,
          `quality says loss ${String(loss)}, concealed ${String(concealed)}, jitter ${String(jitterMs)} ms`,
        );
      const lost = told.find(({ sourceId, loss }) => sourceId === ready.sourceId && loss > 0.05);
      holds(lost === undefined, `every frame of the bot was sent, and quality says that ${String((lost?.loss ?? 0) * 100)} % were lost`);
    },
  },
];
