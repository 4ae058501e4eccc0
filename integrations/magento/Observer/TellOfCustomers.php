<?php
/** SPDX-License-Identifier: Apache-2.0 */

namespace Shopbell\Events\Observer;

use Magento\Framework\Event\Observer;
use Magento\Framework\Event\ObserverInterface;
use Shopbell\Events\Model\Bell;

/** What customers do, on every way in: pages, REST and GraphQL. */
class TellOfCustomers implements ObserverInterface
{
    public function __construct(private Bell $bell)
    {
    }

    public function execute(Observer $observer): void
    {
        $event = (string) $observer->getEvent()->getName();
        $this->bell->safely($event, fn () => $this->tell($event, $observer));
    }

    private function tell(string $event, Observer $observer): void
    {
        $customer = $observer->getData('customer');
        $order = $observer->getData('order') ?? $observer->getData('payment')?->getOrder();
        match ($event) {
            'customer_login' => $this->bell->note('shop.customer.signed_in', ['shop.actor.id' => (string) $customer->getId(), 'shop.actor.kind' => 'customer']),
            'customer_register_success' => $this->bell->note('shop.customer.registered', ['shop.object.kind' => 'customer', 'shop.object.id' => (string) $customer->getId()]),
            'sales_order_place_after' => $this->order('shop.order.placed', $order),
            'sales_order_payment_pay' => $this->paid($order),
            'sales_model_service_quote_submit_failure' => $this->order('shop.payment.failed', $order),
            default => $this->resetAsked($observer),
        };
    }

    private function paid(object $order): void
    {
        $this->order('shop.order.paid', $order);
        $this->order('shop.payment.succeeded', $order);
    }

    /** The number that addresses of orders hold is the entity's, not the one that the customer sees. */
    private function order(string $name, object $order): void
    {
        $this->bell->note($name, [
            'shop.object.kind' => 'order', 'shop.object.id' => (string) ($order->getEntityId() ?: $order->getIncrementId()),
            'shop.actor.id' => (string) $order->getCustomerId(),
        ]);
    }

    private function resetAsked(Observer $observer): void
    {
        $this->bell->note('shop.customer.reset_asked', [
            'shop.sign_in.name' => (string) $observer->getData('request')?->getParam('email'),
        ]);
    }
}
