/** The words that say which configuration is meant, common to all commands. */
import type { FullConfig } from '../server/config.ts';
import { readConfig, type Environment } from '../server/config-file.ts';

export type ConfigWords = {
  readonly port?: string | undefined;
  readonly host?: string | undefined;
  readonly data?: string | undefined;
  readonly config?: string | undefined;
};

/** The configuration of the working directory, with what was said on the command line before everything else. */
export function configOf({ config, ...typed }: ConfigWords, environment: Environment = process.env): Promise<FullConfig> {
  return readConfig(process.cwd(), environment, config, typed);
}
