/** The compliance board: rules, looks, findings, the chain of evidence. */
import type { Answer, Row } from './shape'

export type ComplianceBoard = Answer<'/distribution/compliance'>
export type ComplianceLook = NonNullable<ComplianceBoard['scan']>
export type ComplianceArea = ComplianceBoard['areas'][number]
export type ComplianceRule = Answer<'/distribution/compliance/rules/{rule_id}'>
export type ComplianceFinding = Row<'/distribution/compliance/findings'>
export type ComplianceFindingFull = Answer<'/distribution/compliance/findings/{finding_id}'>
export type ComplianceRoot = Row<'/distribution/compliance/roots'>
export type ComplianceOutlet = Row<'/distribution/compliance/outlets'>
export type CompliancePayee = Row<'/distribution/compliance/payees'>
export type ComplianceLink = Row<'/distribution/compliance/evidence'>
export type ComplianceChain = Answer<'/distribution/compliance/evidence/verify', 'post'>
export type ComplianceConstant = Row<'/distribution/compliance/constants'>
