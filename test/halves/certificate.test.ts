/** An app that has a certificate and no secret: its client signs what it asks tokens with, and our own door takes that. */
import { expect, test } from 'vitest';
import { botCertificate } from '../bot-certificate.ts';
import { grace } from '../../bots/people.ts';
import { seededRandom } from '../../src/base/random.ts';
import { certificateCredential } from '../../src/doors/graph/identity/certificate.ts';
import { graphClient } from '../../src/platforms/graph/open-client.ts';
import { registrationOf } from './house-directory.ts';
import { Puppet } from './puppet.ts';
import { during, goHome } from './story.ts';
import { openTwoHalves } from './two-halves.ts';

test('a client signs in with its certificate, and with no other', async () => {
  const [own, foreign] = await Promise.all([botCertificate(), botCertificate()]);
  const credentials = { '100': [certificateCredential(own.pem, seededRandom(1))] };
  await using house = await openTwoHalves({ bots: { '100': new Puppet().bot }, credentials });
  const { secret: _, ...where } = registrationOf('100');
  const common = { ...where, fetch: house.wire.fetch, clock: house.clock, random: seededRandom(2) };
  const clientWith = ({ pem, keyPem }: typeof own): ReturnType<typeof graphClient> =>
    graphClient({ ...common, certificate: { certificate: pem, privateKey: keyPem } });
  expect(await during(house, clientWith(own).people.get(grace.user))).toMatchObject({ displayName: 'Grace Hopper' });
  await expect(during(house, clientWith(foreign).people.get(grace.user))).rejects.toMatchObject({ code: 'platform/no-token' });
  await goHome(house, []);
});
