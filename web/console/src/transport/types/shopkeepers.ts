/** Shopkeepers, how one becomes one, whose customer is whose. */
import type { Answer, Given, Row } from './shape'

export type KeeperRow = Row<'/distribution/shopkeepers'>
export type KeeperState = KeeperRow['state']
export type KeeperCounts = Answer<'/distribution/shopkeepers/counts'>
export type Keeper = Answer<'/distribution/shopkeepers/{shopkeeper_id}'>
export type KeeperCustomer = Row<'/distribution/shopkeepers/{shopkeeper_id}/customers'>

export type JoiningSettings = Answer<'/distribution/joining'>
export type JoiningBody = Given<'/distribution/joining', 'put'>
export type Agreement = Row<'/distribution/agreements'>
export type AttributionRule = Row<'/distribution/rules'>
export type Invite = Row<'/distribution/invites'>

export type CustomerLog = Answer<'/distribution/customers/{person_id}'>
export type BindingLine = CustomerLog['lines'][number]
export type DisputeRow = Row<'/distribution/disputes'>
export type Dispute = Answer<'/distribution/disputes/{dispute_id}'>
