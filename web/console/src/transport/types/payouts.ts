/** Pay-outs of commission and the tax withheld of them. */
import type { Answer, Given, Row } from './shape'

export type PayoutPage = Answer<'/distribution/payouts'>
export type PayoutRow = Row<'/distribution/payouts'>
export type PayoutFull = Answer<'/distribution/payouts/{payout_id}'>
export type PayoutState = PayoutRow['state']
export type PayoutRules = Answer<'/distribution/payouts/rules'>
export type PayoutRulesBody = Given<'/distribution/payouts/rules', 'put'>
export type TaxMonth = Row<'/distribution/tax'>
export type TaxMonthDetail = Answer<'/distribution/tax/{month}'>
export type TaxYear = Row<'/distribution/tax-years'>
export type TaxYearDetail = Answer<'/distribution/tax-years/{year}'>
export type PrizeRow = Row<'/prizes'>
export type CashLimit = Answer<'/cash-prizes/limit'>
