/** Products, their variants, categories, freight, stock and table imports. */
import type { Answer, Given, Narrow, Row } from './shape'

export type Picture = Answer<'/pictures', 'post'>

export type ProductRow = Row<'/products'>
export type Product = Answer<'/products/{product_id}'>
export type ProductBody = Given<'/products', 'post'>
export type ProductState = Product['state']
export type ReturnPolicy = Product['return_policy']
export type ProductOption = NonNullable<ProductBody['options']>[number]
export type PricePoint = Row<'/products/{product_id}/prices'>

type SkuBody = ProductBody['skus'][number]
/** A variant while it is typed: the price may still be missing; `available` is what the server counts. */
export type SkuForm = Required<Omit<SkuBody, 'id' | 'stock' | 'price_fen'>> &
  Pick<SkuBody, 'id' | 'stock'> & { price_fen: SkuBody['price_fen'] | null; available?: Product['skus'][number]['available'] }
/** The product while it is typed. */
export type ProductForm = Required<Omit<ProductBody, 'skus' | 'version'>> & Pick<ProductBody, 'version'> & { skus: SkuForm[] }

export type Category = Row<'/categories'>

export type FreightTemplate = Row<'/freight-templates'>
export type FreightBody = Given<'/freight-templates', 'post'>
export type FreightChange = Given<'/freight-templates/{template_id}', 'put'>
export type FreightKind = FreightTemplate['kind']
export type FreightRule = FreightTemplate['rules'][number]

export type StockRow = Row<'/stock'>
export type StockMovement = Row<'/stock/{sku_id}/movements'>

export type ImportKind = 'products' | 'shipments' | 'stock'
export type ImportRun = Narrow<Answer<'/imports/{import_id}'>, { kind: ImportKind }>
