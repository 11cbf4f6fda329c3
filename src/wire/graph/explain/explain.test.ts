/** Everything that somebody may paste is explained, and what nobody knows is said to be unknown. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { proofRounds } from '../../../../test/proof-rounds.ts';
import { notificationBody, notificationItem } from '../notification.ts';
import { callEnds } from './call-end-codes.ts';
import { entraCodes } from './entra-codes.ts';
import { explain } from './explain.ts';
import { explainBody } from './explain-body.ts';
import { explainEntra, explainRefusal } from './explain-refusal.ts';
import { explainResult } from './explain-result.ts';
import { graphCodes, httpStatuses } from './http-statuses.ts';
import { serviceSubcodes } from './service-subcodes.ts';

// Graph docs, api/call-delete, "Call end reason codes", and what was seen beside them.
const documented = [
  '200/4097', '200/4521', '200/5000', '200/5300', '200/5001', '200/5003', '200/5002', '200/5007', '200/5010', '200/5012', '200/5020', '200/5013',
  '200/5014', '200/5030', '500/1005', '200/5855', '200/7000', '200/10550', '200/7015', '200/18503', '200/540000', '200/560000', '408/8537',
  '408/1106', '408/10057', '410/301005', '480/10037', '480/10076', '480/10134', '480/10199', '500/7106', '500/7117', '500/9999', '500/1203002', '500/3003',
]; // prettier-ignore

test.each(documented)('%s is documented, and told in our own words', (codes) => {
  const [found] = explain(codes);
  expect(found).toMatchObject({ about: codes, source: expect.stringContaining('api/call-delete') as string });
  expect(found?.happened).toMatch(/^[A-Z].*\.$/);
});

test('every row of every table is sentences', () => {
  const rows = [
    ...callEnds.flatMap((each) => Object.values(each.rows)),
    ...graphCodes.values(),
    ...[serviceSubcodes, httpStatuses, entraCodes].flatMap((each) => Object.values(each)),
  ];
  expect(rows.length).toBeGreaterThan(200);
  for (const [happened, causes = [], remedies = []] of rows) {
    expect(happened).toMatch(/^[A-Z].*\.$/);
    for (const sentence of [...causes, ...remedies])
      expect(sentence).toMatch(/^[A-Z1`].*\.$|^`.*\.$|^playPrompt|^max|^initial|^keepAlive|^client_|^grant_|^cancel/);
  }
});

describe('what is pasted', () => {
  test.each([
    ['500/7112', '500/7112', /media with the bot/],
    [' 500#7112 ', '500/7112', /media with the bot/],
    ['DiagCode: 500#7112.@', '500/7112', /media with the bot/],
    ['Call status updated to Terminated - Server Internal Error. DiagCode: 500#7117.@', '500/7117', /internal fault/],
    ['Server Internal Error. DiagCode: 3003#7106.@', '500/7106 (3003#7106)', /internal fault/],
    ['The conversation has ended. DiagCode: 0#5002.@', '200/5002', /Everybody else/],
    ['DiagCode: 403#7504.@', '403/7504', /permission/],
    ['code: 480, subcode: 10037', '480/10037', /not signed in/],
    ['403 7504', 'HTTP 403 7504', /permission/],
    ['7505', '7505', /another tenant/],
    ['8537', '408/8537', /45 minutes/],
    ['429', 'HTTP 429', /fewer requests/],
    ['AADSTS7000215: Invalid client secret provided.', 'AADSTS7000215', /secret is wrong/],
    ['InvalidAuthenticationToken', 'InvalidAuthenticationToken', /token/],
    ['{"error":{"code":"7503","message":"Application is not registered in our store."}}', '7503', /not enabled/],
    ['{"errorCode":"7503","message":"Application is not registered in our store.","instanceAnnotations":[]}', '7503', /not enabled/],
    ['HTTP/1.1 403 Forbidden\n{"error":{"code":"UnknownError","message":""}}', 'HTTP 403 UnknownError', /does not tell/],
    [
      '{"error":"invalid_client","error_description":"AADSTS7000222: The provided client secret keys are expired."}',
      'AADSTS7000222',
      /expired/,
    ],
    ['"resultInfo": {"code":500,"subCode":7112}', '500/7112', /media with the bot/],
    ['2026-01-01 info {"code":500,"subcode":7112} said the service', '500/7112', /media with the bot/],
  ])('%j is about %s', (pasted, about, words) => {
    const [found] = explain(pasted);
    expect(found?.about).toBe(about);
    expect(found?.happened).toMatch(words);
  });

  test('a status that calls have too is explained as both', () => {
    expect(explain('408').map(({ about }) => about)).toEqual(['HTTP 408', '408/0']);
  });

  test('a whole notification is explained item by item', () => {
    const body = notificationBody([
      notificationItem('deleted', 'call-1', { state: 'terminated', resultInfo: { code: 200, subcode: 5855 } }),
      notificationItem('deleted', 'call-1/operations/1', { status: 'failed', resultInfo: { code: 400, subcode: 8508 } }),
      notificationItem('updated', 'call-1', { state: 'established' }),
    ]);
    expect(explain(JSON.stringify(body, undefined, 2)).map(({ about }) => about)).toEqual(['200/5855', '400/8508']);
  });

  test('a batch is explained answer by answer', () => {
    const responses = [
      { id: '1', status: 404, body: { error: { code: '8522', message: 'Call not found.' } } },
      { id: '2', status: 200, body: {} },
    ];
    expect(explainBody({ responses }).map(({ about }) => about)).toEqual(['HTTP 404 8522']);
  });

  test.each(['', 'hello', '{', '[]', '{"state":"established"}', '1.2.3.4'])('%j holds nothing to be explained', (pasted) => {
    expect(explain(pasted)).toEqual([]);
  });
});

test.each([
  [480, 99_999, /cannot be reached/],
  [500, 7999, /internal fault/],
  [477, 1, /The other side or the request/],
  [999, 999, /has ended/],
])('%i/%i is said to be undocumented, with what its class tells', (code, subcode, words) => {
  expect(explainResult(code, subcode)).toMatchObject({
    happened: expect.stringMatching(words) as string,
    source: expect.stringMatching(/^not documented/) as string,
  });
});

test('an unknown subcode is told by its family', () => {
  expect(explainResult(500, 8_599).causes.join(' ')).toMatch(/Subcodes around 8599 are about actions on a call/);
});

test('unknown codes of other kinds are told too, with where to look', () => {
  expect(explainEntra(123_456)).toMatchObject({ source: expect.stringContaining('not documented') as string });
  expect(explainEntra(123_456).remedies[0]).toContain('error?code=123456');
  expect(explainRefusal({ status: 418, code: 'Teapot' })).toMatchObject({
    about: 'HTTP 418',
    happened: 'The service refused the request.',
  });
});

test('nothing that is pasted makes it throw', () => {
  const pieces = fc.oneof(
    fc.string(),
    fc.json(),
    fc.constantFrom('DiagCode: ', '#', '/', 'AADSTS', '{"value":[', '{"error":', ']}', '500', '__proto__'),
    fc.nat().map(String),
  );
  const pasted = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));
  for (const seed of proofRounds(1, 20)) {
    fc.assert(
      fc.property(pasted, (text) => {
        for (const each of explain(text)) {
          expect(each.happened).toMatch(/\.$/);
          expect(each.source).not.toBe('');
        }
      }),
      { seed, numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => void explainBody(value)),
      { seed, numRuns: 500 },
    );
  }
});
