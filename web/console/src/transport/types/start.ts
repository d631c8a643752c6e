/** Who is signed in, and the overview. */
import type { Answer, Narrow } from './shape'

type Signed = Answer<'/me'>

export type Role = Signed['staff']['role']
/** The server answers plain words; these are the ones the pages ask for. */
export type Permission =
  | 'commission.read' | 'commission.write'
  | 'reconciliation.read' | 'reconciliation.write' | 'receivers.read' | 'receivers.write'
  | 'payouts.read' | 'payouts.write' | 'tax.read' | 'tax.write'
  | 'compliance.read' | 'compliance.write'
  | 'shop.settings' | 'shop.staff' | 'goods.read' | 'goods.write' | 'stock.write' | 'orders.read' | 'orders.write'
  | 'orders.ship' | 'orders.refund' | 'orders.price' | 'ledger.read' | 'people.read' | 'people.reveal' | 'keys.write'
  | 'audit.read' | 'approvals.decide' | 'campaigns.read' | 'campaigns.write' | 'campaigns.stop' | 'notices.read' | 'notices.write' | 'shares.read' | 'complaints.read' | 'complaints.write' | 'aftersales.read' | 'aftersales.write'
  | 'shopkeepers.read' | 'shopkeepers.write' | 'disputes.read' | 'disputes.write'
type StaffMe = Narrow<Signed['staff'], { permissions: Permission[] }>
export type Me = Narrow<Signed, { staff: StaffMe }>
export type ShopBrief = Answer<'/sign-in', 'post'>['shop']

export type Overview = Answer<'/overview'>
export type Attention = Overview['attention'][number]
