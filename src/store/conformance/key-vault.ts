/** What every vault must do; each one's test runs it. */
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { KeyVault } from '../key-vault.ts';

export function keyVaultConformance(name: string, make: () => Promise<KeyVault>): void {
  describe(`${name}, as a vault`, () => {
    const key = new Uint8Array(randomBytes(32));

    test('gives back what it wrapped, in the same context', async () => {
      const vault = await make();
      const wrapped = await vault.wrap(key, 'contoso/r1');
      expect(JSON.parse(JSON.stringify(wrapped))).toEqual(wrapped);
      expect(wrapped.wrapped).toMatch(/^[\w-]+$/u);
      expect(await vault.unwrap(wrapped, 'contoso/r1')).toEqual(key);
    });

    test('does not show the key in what it gives, and gives another each time', async () => {
      const vault = await make();
      const [first, second] = [await vault.wrap(key, 'r1'), await vault.wrap(key, 'r1')];
      expect(first.wrapped).not.toBe(second.wrapped);
      expect(Buffer.from(first.wrapped, 'base64url').includes(Buffer.from(key))).toBe(false);
    });

    test('does not open in another context, nor what was changed or cut off', async () => {
      const vault = await make();
      const { keyId, wrapped } = await vault.wrap(key, 'contoso/r1');
      const refused = { code: 'store/sealed' };
      await expect(vault.unwrap({ keyId, wrapped }, 'contoso/r2')).rejects.toMatchObject(refused);
      const changed = Buffer.from(wrapped, 'base64url');
      changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
      await expect(vault.unwrap({ keyId, wrapped: changed.toString('base64url') }, 'contoso/r1')).rejects.toMatchObject(refused);
      await expect(vault.unwrap({ keyId, wrapped: changed.subarray(0, 8).toString('base64url') }, 'contoso/r1')).rejects.toMatchObject(
        refused,
      );
    });

    test('says that it does not have a key', async () => {
      const vault = await make();
      const { wrapped } = await vault.wrap(key, 'r1');
      await expect(vault.unwrap({ keyId: 'another', wrapped }, 'r1')).rejects.toMatchObject({ code: 'store/no-key' });
    });

    test('takes data keys alone', async () => {
      const vault = await make();
      await expect(vault.wrap(new Uint8Array(16), 'r1')).rejects.toThrow(TypeError);
    });
  });
}
