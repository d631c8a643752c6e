/** What each role may do, as the server holds it; shown so that an owner can choose, enforced only there. */
import type { Permission, Role } from '@/transport/types'

export const PERMISSIONS: Permission[] = [
  'goods.read', 'goods.write', 'stock.write', 'orders.read', 'orders.write', 'orders.ship', 'orders.refund', 'orders.price',
  'members.read', 'members.write', 'aftersales.read', 'aftersales.write', 'complaints.read', 'complaints.write', 'people.read', 'people.reveal', 'campaigns.read', 'campaigns.write', 'campaigns.stop', 'shares.read',
  'shopkeepers.read', 'shopkeepers.write', 'disputes.read', 'disputes.write',
  'ledger.read', 'reconciliation.read', 'reconciliation.write', 'receivers.read', 'receivers.write', 'commission.read', 'commission.write',
  'payouts.read', 'payouts.write', 'tax.read', 'tax.write',
  'compliance.read', 'compliance.write',
  'shop.settings', 'notices.read', 'notices.write', 'shop.staff', 'keys.write', 'approvals.decide', 'audit.read',
]

export const ROLES: Record<Role, Permission[]> = {
  owner: PERMISSIONS,
  operations: ['goods.read', 'goods.write', 'stock.write', 'orders.read', 'orders.write', 'orders.ship', 'orders.refund', 'orders.price', 'people.read', 'people.reveal', 'shop.settings', 'campaigns.read', 'campaigns.write', 'campaigns.stop', 'notices.read', 'notices.write', 'shares.read', 'aftersales.read', 'aftersales.write', 'complaints.read', 'complaints.write', 'shopkeepers.read', 'shopkeepers.write', 'disputes.read', 'disputes.write', 'commission.read', 'compliance.read', 'members.read', 'members.write'],
  content: ['goods.read', 'goods.write', 'campaigns.read', 'campaigns.write', 'shares.read'],
  customer_service: ['goods.read', 'orders.read', 'orders.write', 'orders.refund', 'people.read', 'people.reveal', 'campaigns.read', 'notices.read', 'aftersales.read', 'aftersales.write', 'complaints.read', 'complaints.write', 'shopkeepers.read', 'disputes.read', 'members.read'],
  warehouse: ['goods.read', 'stock.write', 'orders.read', 'orders.ship', 'people.reveal', 'aftersales.read'],
  finance: ['goods.read', 'orders.read', 'orders.refund', 'ledger.read', 'audit.read', 'campaigns.read', 'reconciliation.read', 'reconciliation.write', 'approvals.decide', 'aftersales.read', 'complaints.read', 'receivers.read', 'receivers.write', 'payouts.read', 'payouts.write', 'tax.read', 'tax.write', 'shopkeepers.read', 'disputes.read', 'disputes.write', 'commission.read', 'commission.write', 'compliance.read', 'compliance.write', 'members.read'],
}

type Key<P extends Permission> = P extends `${infer Domain}.${infer Act}` ? `${Domain}_${Act}` : never

/** The name of a permission among the words; a dot would be a path there. */
export function permissionKey(permission: Permission): `permissions.${Key<Permission>}` {
  return `permissions.${permission.replace('.', '_') as Key<Permission>}`
}
