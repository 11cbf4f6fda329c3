/** An app that has a certificate and no secret: its client signs what it asks tokens with, and our own door takes that. */
import { expect, test } from 'vitest';
import { grace } from '../../bots/people.ts';
import { seededRandom } from '../../src/base/random.ts';
import { certificateCredential } from '../../src/doors/graph/identity/certificate.ts';
import { graphClient } from '../../src/platforms/graph/open-client.ts';
import { registrationOf } from '../../src/testing/house/lab-directory.ts';
import { botCertificate } from '../bot-certificate.ts';
import { Puppet } from './puppet.ts';
import { during, story } from './story.ts';

test('a client signs in with its certificate, and with no other', async () => {
  const [own, foreign] = await Promise.all([botCertificate(), botCertificate()]);
  const credentials = { '100': [certificateCredential(own.pem, seededRandom(1))] };
  await story({ bots: { '100': new Puppet().bot }, credentials }, async (lab) => {
    const { secret: _, ...where } = registrationOf('100');
    const { wire, time } = lab.house;
    const common = { ...where, fetch: wire.fetch, clock: time.clock, random: seededRandom(2) };
    const clientWith = ({ pem, keyPem }: typeof own): ReturnType<typeof graphClient> =>
      graphClient({ ...common, certificate: { certificate: pem, privateKey: keyPem } });
    expect(await during(lab, clientWith(own).people.get(grace.user))).toMatchObject({ displayName: 'Grace Hopper' });
    await expect(during(lab, clientWith(foreign).people.get(grace.user))).rejects.toMatchObject({ code: 'platform/no-token' });
  });
});
