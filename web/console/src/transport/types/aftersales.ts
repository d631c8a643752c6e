/** After-sales: cases, their files, return addresses. */
import type { RefundState } from './orders'
import type { Answer, Given, Narrow, Row } from './shape'

type Told = Answer<'/aftersales/{case_id}'>

/** The server answers plain words; these are the ones the pages know. */
export type CaseAct = 'agree' | 'give_address' | 'propose' | 'refuse' | 'receive' | 'reship' | 'refund' | 'extend' | 'return_freight' | 'restock'
type Outcome = 'agree' | 'close' | 'refund' | 'receive' | 'exchanged'

export type CaseRow = Row<'/aftersales'>
type CaseRefund = Narrow<NonNullable<Told['refund']>, { state: RefundState }>
export type Case = Narrow<Told, { actions: CaseAct[]; outcome: Outcome | null; refund: CaseRefund | null }>
export type CaseStep = Case['file'][number]
export type CaseCounts = Answer<'/aftersales/counts'>
export type Evidence = Answer<'/aftersales/pictures', 'post'>
export type Paying = Given<'/aftersales/{case_id}/return-freight', 'post'>['decision']
export type ReturnAddress = Row<'/return-addresses'>
