/** By which metrics systems tell how many messages wait: names of OpenTelemetry’s receivers, of Prometheus’ exporters, and of a shop itself. */
export const queueLengths: readonly string[] = [
  ...['shop.queue.length', 'queue.length', 'rabbitmq.message.current', 'rabbitmq_queue_messages', 'rabbitmq_detailed_queue_messages'],
  ...['kafka.consumer_group.lag', 'kafka_consumergroup_lag', 'aws_sqs_approximate_number_of_messages_visible_average'],
  ...['sidekiq_queue_size', 'celery_queue_length', 'bullmq_job_count'],
];

/** How old the oldest message is, in seconds. */
export const queueAges: readonly string[] = [
  ...['shop.queue.age', 'queue.age', 'aws_sqs_approximate_age_of_oldest_message_maximum'],
  ...['sidekiq_queue_latency_seconds', 'sidekiq_queue_latency'],
];

/** When the oldest message came, in seconds since 1970; 0: there is none, or the queue does not know. */
export const queueHeads: readonly string[] = ['rabbitmq_queue_head_message_timestamp', 'rabbitmq_detailed_queue_head_message_timestamp'];

/** Attributes that name a queue; the first that is there counts. */
export const queueNames: readonly string[] = [
  ...['messaging.destination.name', 'queue.name', 'queue', 'rabbitmq.queue.name', 'queue_name', 'dimension_QueueName'],
  ...['topic', 'group', 'consumergroup', 'name'],
];
