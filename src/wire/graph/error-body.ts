/** The envelope in which Graph says no. Source: Graph docs, concepts/errors; OData v4 JSON §21. */
import { z } from 'zod';

/** For the calling service `code` is a number in a string, such as `8522`. */
export type ErrorBody = {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly innerError?:
      | {
          readonly date?: string | undefined;
          readonly 'request-id'?: string | undefined;
          readonly 'client-request-id'?: string | undefined;
        }
      | undefined;
  };
};

export const errorBody: z.ZodType<ErrorBody> = z.looseObject({
  error: z.looseObject({
    code: z.string(),
    message: z.string(),
    innerError: z
      .looseObject({ date: z.string().optional(), 'request-id': z.string().optional(), 'client-request-id': z.string().optional() })
      .optional(),
  }),
});
