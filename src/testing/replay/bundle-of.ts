/** A call of a lab as a bundle: all that is needed to play it again. */
import type { Bundle } from '../../bundles/bundle.ts';
import { BundleMaker } from '../../bundles/bundle-maker.ts';
import { writeWav } from '../../media/wav.ts';
import { LabError } from '../errors.ts';
import type { Lab } from '../lab.ts';
import type { LabDeed } from '../people/deed-log.ts';
import type { LineOf } from '../people/surroundings.ts';

/** The call of that line as far as it has gone. Throws a `LabError` when it never began. */
export function bundleOf(lab: Lab, { handset, name }: LineOf): Bundle {
  const { house } = lab;
  const { clock } = house.time;
  const { callId } = handset;
  const facts = house.record.filter((fact) => fact.callId === callId);
  if (facts.length === 0)
    throw new LabError('testing/no-replay', `Nothing is known of a call of ${name}: the switchboard told no fact of it.`);
  const maker = new BundleMaker({ callId, made: { atMs: clock.wallMs(), by: `the lab, voice ${house.voice.name}`, where: 'lab' } });
  const wallOf = (labMs: number): number => labMs - clock.now() + clock.wallMs();
  for (const { appId, name: appName, number = '' } of house.people.directory.apps) maker.app({ appId, name: appName, number });
  for (const fact of facts) maker.fact(fact);
  for (const deed of lab.deeds.all) if (deed.callId === callId) addDeed(maker, deed, wallOf(deed.atMs));
  const ladder = lab.ladders.all().find((each) => each.callId === callId);
  for (const rung of ladder?.rungs ?? []) if (rung.kind === 'exchange') maker.rung(rung);
  for (const { handset: ears, ...line } of lab.lines) {
    const { startMs, endMs } = ears.ear;
    if (ears.callId !== callId || startMs === undefined || endMs === undefined) continue;
    const who = house.people.person(line.name).userId;
    maker.heard({ who, wallMs: wallOf(startMs), wav: writeWav(ears.ear.between(startMs, endMs)) });
  }
  return maker.bundle();
}

function addDeed(maker: BundleMaker, deed: LabDeed, wallMs: number): void {
  const who = deed.who.userId;
  switch (deed.kind) {
    case 'say':
      return maker.said({ who, wallMs, wav: writeWav(deed.sound) });
    case 'dial':
      return maker.deed(wallMs, { kind: 'dial', who, number: deed.number });
    case 'join':
      return maker.deed(wallMs, { kind: 'join', who, meeting: deed.meeting });
    case 'key':
      return maker.deed(wallMs, { kind: 'key', who, key: deed.key });
    case 'takePart':
      return maker.lacks('Somebody took part with more than the voice: pictures, hands, chat or moderating; the replay does without.');
    case 'hold':
    case 'resume':
      return maker.lacks('Somebody laid the phone aside for a while; the replay hears on.');
    default:
      return maker.deed(wallMs, { kind: deed.kind, who });
  }
}
