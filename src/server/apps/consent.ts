/** What an administrator can consent to, and what an app gets unless told otherwise. */
import { consentable } from '../../doors/graph/around/around-permissions.ts';
import { knownPermissions } from '../../doors/graph/permissions.ts';

/** Every permission that opens something here, sorted. */
export const grantable: readonly string[] = [...new Set([...knownPermissions, ...consentable])].toSorted();
