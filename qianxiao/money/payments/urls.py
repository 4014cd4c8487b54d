"""Addresses of payments."""

from django.urls import path

from qianxiao.money.payments import pages, pages_bank, pages_funds

urlpatterns = [
    path("payments/", pages.batches, name="payments"),
    path("payments/batches/new", pages.batch_new, name="payment-batch-new"),
    path("payments/batches/<int:number>", pages.batch, name="payment-batch"),
    path("payments/batches/<int:number>/file/<slug:form>", pages.batch_file, name="payment-batch-file"),
    path("payments/batches/<int:number>/<slug:verb>", pages.batch_verb, name="payment-batch-verb"),
    path("payments/all/", pages.payments, name="payments-list"),
    path("payments/all/<int:number>", pages.payment, name="payment"),
    path("payments/all/<int:number>/<slug:verb>", pages.payment_verb, name="payment-verb"),
    path("payments/ours/", pages.ours, name="our-payments"),
    path("payments/ours/<int:number>/confirm", pages.ours_confirm, name="our-payment-confirm"),
    path("payments/returns", pages_bank.cases, name="payment-cases"),
    path("payments/returns/<int:number>", pages_bank.case, name="payment-case"),
    path("payments/returns/<int:number>/close", pages_bank.case_close, name="payment-case-close"),
    path("payments/bank/<slug:verb>", pages_bank.bank_verb, name="payment-bank"),
    path("payments/recover", pages_bank.recoveries, name="recoveries"),
    path("payments/recover/<int:number>/<slug:verb>", pages_bank.recovery_verb, name="recovery-verb"),
    path("payments/accounts", pages_bank.accounts, name="payee-accounts"),
    path("payments/accounts/new", pages_bank.account_new, name="payee-account-new"),
    path("payments/accounts/<int:number>/decide", pages_bank.account_decide, name="payee-account-decide"),
    path("funds/", pages_funds.funds_page, name="funds"),
    path("funds/sheet", pages_funds.fund_sheet, name="fund-sheet"),
    path("funds/allot", pages_funds.fund_allot, name="fund-allot"),
    path("funds/<int:number>/decide", pages_funds.fund_decide, name="fund-decide"),
]
