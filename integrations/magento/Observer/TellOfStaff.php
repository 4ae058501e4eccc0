<?php
/** SPDX-License-Identifier: Apache-2.0 */

namespace Shopbell\Events\Observer;

use Magento\Backend\Model\Auth\Session;
use Magento\Framework\Event\Observer;
use Magento\Framework\Event\ObserverInterface;
use Shopbell\Events\Model\Bell;

/** What staff do in the back office. */
class TellOfStaff implements ObserverInterface
{
    private const EXPORTS = ['customer_listing' => 'customer', 'sales_order_grid' => 'order'];

    public function __construct(private Bell $bell, private Session $session)
    {
    }

    public function execute(Observer $observer): void
    {
        $event = (string) $observer->getEvent()->getName();
        $this->bell->safely($event, fn () => $this->tell($event, $observer));
    }

    private function tell(string $event, Observer $observer): void
    {
        $request = $observer->getData('request');
        match ($event) {
            'backend_auth_user_login_success' => $this->bell->note('shop.admin.signed_in', $this->whoIs($observer->getData('user'))),
            'backend_auth_user_login_failed' => $this->bell->note('shop.admin.sign_in_failed', [
                'event.outcome' => 'failure', 'shop.sign_in.name' => (string) $observer->getData('user_name'),
            ]),
            'admin_user_save_after' => $this->userSaved($observer->getData('object')),
            'customer_delete_after' => $this->did('shop.customer.deleted', 'customer', (string) $observer->getData('customer')->getId()),
            'controller_action_postdispatch_sales_order_view' => $this->did('shop.record.read', 'order', (string) $request->getParam('order_id')),
            'controller_action_postdispatch_customer_index_edit' => $this->did('shop.record.read', 'customer', (string) $request->getParam('id')),
            'controller_action_postdispatch_mui_export_gridtocsv', 'controller_action_postdispatch_mui_export_gridtoxml' => $this->gridExported((string) $request->getParam('namespace')),
            'controller_action_postdispatch_adminhtml_export_export' => $this->entityExported((string) $request->getParam('entity')),
            default => $this->bell->note(str_ends_with($event, 'config_save') ? 'shop.config.changed' : 'shop.content.changed', ['shop.change.what' => $this->changeOf($event, $observer)] + $this->acting()),
        };
    }

    private function userSaved(object $user): void
    {
        $name = $user->isObjectNew() ? 'shop.admin.created' : ($user->dataHasChangedFor('role_id') || $user->hasData('roles') ? 'shop.admin.role_changed' : '');
        if ($name !== '') {
            $this->bell->note($name, ['shop.object.kind' => 'account', 'shop.object.id' => (string) $user->getId()] + $this->acting());
        }
    }

    private function gridExported(string $grid): void
    {
        if (isset(self::EXPORTS[$grid])) {
            $this->bell->note('shop.export.made', ['shop.object.kind' => self::EXPORTS[$grid], 'shop.change.what' => $grid] + $this->acting());
        }
    }

    private function entityExported(string $entity): void
    {
        if (str_starts_with($entity, 'customer')) {
            $this->bell->note('shop.export.made', ['shop.object.kind' => 'customer', 'shop.change.what' => $entity] + $this->acting());
        }
    }

    private function did(string $name, string $kind, string $id): void
    {
        if ($id !== '') {
            $this->bell->note($name, ['shop.object.kind' => $kind, 'shop.object.id' => $id] + $this->acting());
        }
    }

    private function changeOf(string $event, Observer $observer): string
    {
        if (str_ends_with($event, 'config_save')) {
            return (string) $observer->getData('request')->getParam('section');
        }
        return ($event === 'cms_page_save_after' ? 'page ' : 'block ') . $observer->getData('object')->getId();
    }

    private function acting(): array
    {
        $user = $this->session->getUser();
        return $user ? $this->whoIs($user) : [];
    }

    private function whoIs(object $user): array
    {
        return ['shop.actor.id' => (string) $user->getId(), 'shop.actor.kind' => 'staff'];
    }
}
