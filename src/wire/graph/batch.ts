/** Many requests in one. Source: Graph docs, json-batching. */
import { z } from 'zod';

export type BatchRequest = {
  readonly id: string;
  readonly method: string;
  /** Relative: `/users/ada`, without the version. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | null | undefined;
  /** JSON, or base64 where its content type says that it is none. */
  readonly body?: unknown;
  readonly dependsOn?: readonly string[] | null | undefined;
};
export type BatchBody = { readonly requests: readonly BatchRequest[] };

export type BatchResponse = {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
};
export type BatchAnswer = { readonly responses: readonly BatchResponse[] };

const request: z.ZodType<BatchRequest> = z.looseObject({
  id: z.string().min(1).max(128),
  method: z.string().regex(/^(GET|POST|PATCH|PUT|DELETE|HEAD|OPTIONS)$/i, 'is no method of HTTP'),
  url: z.string().min(1).max(65_536),
  headers: z.record(z.string(), z.string()).nullish(),
  body: z.unknown().optional(),
  dependsOn: z.array(z.string()).max(20).nullish(),
});

export const batchBody: z.ZodType<BatchBody> = z.looseObject({ requests: z.array(request).min(1).max(20) });
