/** The names by which a tenant is asked for in a path. */
import type { Directory, TenantEntry } from '../../../switchboard/directory.ts';

/** `common` and `organizations` stand for whichever tenant is meant; `botframework.com` is where bots of many tenants ask. */
const anyTenant = ['common', 'organizations', 'botframework.com'];

/** The tenant by id or name, `any` for a name that stands for whichever is meant, undefined for a stranger. */
export function tenantNamed({ tenants }: Pick<Directory, 'tenants'>, name: string): TenantEntry | 'any' | undefined {
  const asked = name.toLowerCase();
  if (anyTenant.includes(asked)) return 'any';
  return tenants.find((tenant) => tenant.tenantId.toLowerCase() === asked || tenant.name.toLowerCase() === asked);
}
