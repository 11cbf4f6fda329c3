import { expect, test } from 'vitest';
import { Scope, ScopeEnded } from './scope.ts';

test('an ending scope aborts, waits for what runs, then undoes newest first', async () => {
  const log: string[] = [];
  const scope = new Scope();
  scope.defer(() => void log.push('first deferred'));
  scope.defer(() => void log.push('second deferred'));
  scope.run(
    () =>
      new Promise((resolve) => scope.signal.addEventListener('abort', () => void setImmediate(() => resolve(void log.push('stopped'))))),
    () => log.push('failed'),
  );
  await scope.end();
  await scope.end();
  expect(log).toEqual(['stopped', 'second deferred', 'first deferred']);
  expect(scope.signal.reason).toBeInstanceOf(ScopeEnded);
});

test('a scope within another ends with it and hands on the reason', () => {
  const outer = new AbortController();
  const scope = new Scope({ signal: outer.signal });
  outer.abort('closing time');
  expect(scope.signal.reason).toBe('closing time');
});

test('every undo runs though one fails, and the failure is told', async () => {
  const log: string[] = [];
  const scope = new Scope();
  scope.defer(() => void log.push('still undone'));
  scope.defer(() => { throw new Error('stuck'); }); // prettier-ignore
  await expect(scope.end()).rejects.toThrow('stuck');
  expect(log).toEqual(['still undone']);
});

test('work that fails by itself is told to its owner', async () => {
  const failures: unknown[] = [];
  const scope = new Scope();
  scope.run(() => Promise.reject(new Error('boom')), (error) => failures.push(error)); // prettier-ignore
  await new Promise((resolve) => setImmediate(resolve));
  await scope.end();
  expect(failures).toHaveLength(1);
});

test('many scopes within one are no leak to warn of', async () => {
  const warnings: Error[] = [];
  const warned = (warning: Error): void => void warnings.push(warning);
  process.on('warning', warned);
  const outer = new AbortController();
  const scopes = Array.from({ length: 50 }, () => new Scope({ signal: outer.signal }));
  await new Promise((resolve) => void setImmediate(resolve));
  process.off('warning', warned);
  expect(warnings).toEqual([]);
  outer.abort(new Error('the house closes'));
  expect(scopes.every(({ signal }) => signal.aborted)).toBe(true);
});
