/** Complaints at WeChat Pay and in the mini program. */
import type { Answer, Row } from './shape'

export type ComplaintRow = Row<'/complaints'>
export type ComplaintBoard = Answer<'/complaints/board'>
export type Complaint = Answer<'/complaints/{complaint_id}'>
export type ComplaintColumn = ComplaintRow['column']
export type ComplaintAct = ComplaintRow['acts'][number]
export type ComplaintActed = Answer<'/complaints/{complaint_id}/acts', 'post'>
