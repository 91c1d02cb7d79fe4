"""The end of a job wakes the workers for the next one of its lock.

Procrastinate tells its workers of new jobs only. One that waited for another's lock was found at the next look at the
table, a second later: the messages of a chat were handled one a second.
"""

from alembic import op

revision = "0003"
down_revision = "0002"

TRIGGER = """
CREATE FUNCTION byline_wake_next_of_lock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM procrastinate_jobs WHERE lock = OLD.lock AND status = 'todo') THEN
        PERFORM pg_notify(
            'procrastinate_queue_v1#' || OLD.queue_name,
            json_build_object('type', 'job_inserted', 'job_id', OLD.id)::text
        );
    END IF;
    RETURN NULL;
END;
$$;

CREATE TRIGGER byline_wake_next_of_lock_on_end AFTER UPDATE OF status ON procrastinate_jobs
    FOR EACH ROW WHEN (OLD.status = 'doing' AND NEW.status <> 'doing' AND OLD.lock IS NOT NULL)
    EXECUTE FUNCTION byline_wake_next_of_lock();

CREATE TRIGGER byline_wake_next_of_lock_on_delete AFTER DELETE ON procrastinate_jobs
    FOR EACH ROW WHEN (OLD.status = 'doing' AND OLD.lock IS NOT NULL)
    EXECUTE FUNCTION byline_wake_next_of_lock();
"""


def upgrade() -> None:
    driver = op.get_bind().connection.driver_connection
    assert driver is not None
    driver.execute(TRIGGER)
